import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestBackend, type TestBackend } from '../../test/support/backend.ts'
import { missing } from '../../test/support/tools.ts'

const NO_COMPILER = missing('g++')
let backend: TestBackend
let folder: string
beforeEach(async () => {
  backend = await openTestBackend()
  folder = mkdtempSync(join(tmpdir(), 'tinyml-sketch-'))
})
afterEach(async () => {
  await backend.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Enough of Arduino for a compiler, and for a run of two readings. */
const ARDUINO = `#include <cstdint>
#include <cstdio>
#include <cstdlib>
enum { A0, A1, A2 };
static unsigned long now_us = 0;
static int lines = 0;
unsigned long micros() { return now_us += 50; }
void delay(unsigned long ms) { now_us += ms * 1000; }
int analogRead(int pin) { return 500 + pin; }
struct SerialPort {
  void begin(long) {}
  void print(char c) { putchar(c); }
  void print(int n) { printf("%d", n); }
  void print(double n, int digits) { printf("%.*f", digits, n); }
  void println(double n, int digits) { print(n, digits); println(); }
  void println(int n) { printf("%d", n); println(); }
  void println(const char *text) { printf("%s", text); println(); }
  void println() { printf("\\r\\n"); if (++lines == 2) exit(0); }
} Serial;
struct WirePort {
  void begin() {} void setClock(long) {} void beginTransmission(uint8_t) {} void write(uint8_t) {}
  int endTransmission(bool = true) { return 0; }
  int requestFrom(uint8_t, uint8_t count) { return count; }
  int read() { return 0x10; }
} Wire;
struct Imu {
  bool begin() { return false; } bool accelerationAvailable() { return true; }
  void readAcceleration(float &x, float &y, float &z) { x = 0; y = 0; z = 1; }
} IMU;
struct Pdm {
  void (*receive)() = nullptr;
  void onReceive(void (*listener)()) { receive = listener; }
  int begin(int, int) { receive(); return 1; }
  int available() { return 4; }
  int read(void *into, int) { short *sound = (short *)into; sound[0] = -5; sound[1] = 7; return 4; }
} PDM;
`

describe('forwarder sketch', () => {
  it('is saved where Arduino looks for it, and never over another file', async () => {
    const { text, path } = await backend.call('devices/sketch', { folder })
    expect(path).toBe(join(folder, 'arduino-forwarder', 'arduino-forwarder.ino'))
    expect(readFileSync(path ?? '', 'utf8')).toBe(text)
    await expect(backend.call('devices/sketch', { folder })).rejects.toMatchObject({ code: 'export/failed' })
  })

  it.skipIf(NO_COMPILER !== '').each([
    ['analog-pins', '500,501,502\r\n500,501,502\r\n'],
    ['accelerometer', '9.845,9.845,9.845\r\n9.845,9.845,9.845\r\n'],
    ['lsm9ds1-board', `${'ERR: the sensor does not answer, look at its wires\r\n'.repeat(2)}`],
    ['bmi270-board', `${'ERR: the sensor does not answer, look at its wires\r\n'.repeat(2)}`],
    ['microphone', '0\r\n0\r\n'],
    ['pdm-microphone', '-5\r\n7\r\n'],
  ] as const)(`compiles and prints lines for %s${NO_COMPILER}`, async (source, printed) => {
    const { text } = await backend.call('devices/sketch', { source })
    writeFileSync(join(folder, 'Wire.h'), '')
    for (const name of ['Arduino_LSM9DS1', 'Arduino_BMI270_BMM150', 'PDM']) writeFileSync(join(folder, `${name}.h`), '')
    writeFileSync(join(folder, 'sketch.cpp'), `${ARDUINO}${text}\nint main() { setup(); for (;;) loop(); }\n`)
    execFileSync('g++', ['-Wall', '-Wextra', '-Werror', '-I.', 'sketch.cpp', '-o', 'sketch'], { cwd: folder })
    expect(execFileSync(join(folder, 'sketch'), { encoding: 'utf8' })).toBe(printed)
  })
})
