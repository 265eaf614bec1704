// node example.mjs readings.json: classifies every whole window of a flat array of numbers.
import { readFileSync } from 'node:fs'
import { loadClassifier } from './classifier.js'

const classifier = await loadClassifier()
const readings = JSON.parse(readFileSync(process.argv[2] ?? 'readings.json', 'utf8'))
const step = classifier.strideRows * classifier.axes
for (let start = 0; start + classifier.rawLength <= readings.length; start += step) {
  const { label, score, isAnomaly } = classifier.classify(readings.slice(start, start + classifier.rawLength))
  console.log(
    `${(start / classifier.axes / classifier.rateHz).toFixed(3)} s  ${isAnomaly ? 'ANOMALY' : label}  ${score.toFixed(3)}`,
  )
}
