/** The impulse as an Arduino library: the C export with a description and a sketch that classifies what is typed in. */
import { exportC, type ExportCOptions } from './export-c.ts'
import type { TextFile } from './c-text.ts'

const FOLDER = 'tinyml_model'

/** Semantic version without meaning of its own: the model's hash is its name. */
const PROPERTIES = `name=tinyml_model
version=1.0.0
author=TinyML Workbench
maintainer=TinyML Workbench
sentence=An impulse trained in the TinyML Workbench: readings in, scores out.
paragraph=Signal processing and an int8 network in plain C, without other libraries.
category=Data Processing
url=https://www.arduino.cc/reference/en/libraries/
architectures=*
includes=tinyml_model.h
`

const HEADER = `/* The whole impulse: see impulse.h for what can be called. */
#ifndef TINYML_MODEL_H
#define TINYML_MODEL_H

#include "impulse.h"

#endif
`

const SKETCH = `/* Classifies readings that arrive on the serial port: one reading a line, its values separated by commas, in the
 * order of the axes. Replace readReading() to take them from a sensor instead. */
#include <tinyml_model.h>

static float raw[TML_RAW_LENGTH];
static float scores[TML_LABEL_COUNT];
static long rows = 0;

/* Waits for one reading and puts its values into axes. */
static void readReading(float *axes) {
  for (int i = 0; i < TML_AXES; i++) axes[i] = Serial.parseFloat();
  Serial.readStringUntil('\\n');
}

static void printScores() {
  int best = 0;
  for (int i = 0; i < TML_LABEL_COUNT; i++) {
    if (scores[i] > scores[best]) best = i;
    Serial.print(tml_labels[i]);
    Serial.print(": ");
    Serial.print(scores[i], 3);
    Serial.print("  ");
  }
  Serial.print("-> ");
#ifdef TML_HAS_ANOMALY
  if (tml_anomaly() > TML_ANOMALY_THRESHOLD) {
    Serial.print("ANOMALY ");
    Serial.println(tml_anomaly(), 3);
    return;
  }
#endif
  Serial.println(tml_labels[best]);
}

void setup() {
  Serial.begin(115200);
  Serial.setTimeout(60000);
}

void loop() {
  readReading(raw + rows * TML_AXES);
  rows++;
  if (rows < TML_ROWS) return;
  if (tml_classify(raw, scores) == 0) printScores();
  else Serial.println("A reading was not a number.");
  /* The next window begins TML_STRIDE_ROWS later; what both have in common is kept. */
  rows = TML_STRIDE_ROWS < TML_ROWS ? TML_ROWS - TML_STRIDE_ROWS : 0;
  memmove(raw, raw + TML_RAW_LENGTH - rows * TML_AXES, sizeof(float) * rows * TML_AXES);
}
`

/** Files of the library in its folder; a ZIP of them is what the Arduino IDE adds. */
export function exportArduino(options: ExportCOptions): TextFile[] {
  const files = exportC(options).map(({ path, text }) => {
    return { path: `${FOLDER}/${path === 'README.txt' ? path : `src/${path}`}`, text }
  })
  return [
    { path: `${FOLDER}/library.properties`, text: PROPERTIES },
    { path: `${FOLDER}/src/tinyml_model.h`, text: HEADER },
    { path: `${FOLDER}/examples/classify/classify.ino`, text: SKETCH },
    ...files,
  ]
}
