/**
 * Runs inside the interpreter before the person's code. It keeps its own hold of what it uses, so that code which
 * changes built-in objects deceives only itself; and what it hands out is checked again outside.
 */
export const PRELUDE = `(() => {
'use strict'
const { Float32Array: Floats, Error: Failure, Promise: Later, DataView: View } = globalThis
const { isArray } = Array
const { keys, freeze } = Object
const { isFinite: finite } = Number
const { fround, min } = Math
const { isView } = ArrayBuffer
const { stringify, parse } = JSON
const text = String
const lines = []
const show = (word) => (typeof word === 'object' && word !== null ? stringify(word) : text(word))
const log = (...words) => {
  if (lines.length >= 100) return
  let line = ''
  for (let i = 0; i < words.length; i++) line += (i > 0 ? ' ' : '') + show(words[i])
  lines[lines.length] = line.length > 300 ? line.substring(0, 300) : line
}
globalThis.console = freeze({ log, info: log, warn: log, error: log })
globalThis.exports = {}
globalThis.require = () => {
  throw new Failure('nothing can be imported here')
}
Math.random = () => {
  throw new Failure('Math.random is off: the same input must always give the same answer')
}
freeze(Math)

let values = new Floats(0)
let layout = null
let names = []

const windowAt = (start) => {
  const { rows, stride, places, axes, rateHz } = layout
  const axisAt = (place) => {
    const own = new Floats(rows)
    for (let row = 0; row < rows; row++) own[row] = values[(start + row) * stride + places[place]]
    return own
  }
  const all = new Floats(rows * places.length)
  for (let row = 0; row < rows; row++)
    for (let axis = 0; axis < places.length; axis++)
      all[row * places.length + axis] = values[(start + row) * stride + places[axis]]
  return {
    rows,
    axes: [...axes],
    rateHz,
    values: all,
    axis(which) {
      const place = typeof which === 'number' ? which : axes.indexOf(which)
      if (places[place] === undefined)
        throw new Failure('the window has no axis ' + text(which) + '; it has ' + axes.join(', '))
      return axisAt(place)
    },
  }
}

const numbersOf = (answer) => {
  if (isArray(answer) || (isView(answer) && !(answer instanceof View))) {
    names = null
    return answer
  }
  if (typeof answer !== 'object' || answer === null || answer instanceof Later)
    throw new Failure(
      'features() must return an array of numbers, or an object of named numbers' +
        (answer instanceof Later ? '; it may not be async' : ', not ' + (answer === null ? 'null' : typeof answer)),
    )
  names = keys(answer)
  const found = []
  for (let i = 0; i < names.length; i++) found[i] = answer[names[i]]
  return found
}

const checked = (list, most) => {
  const count = list.length
  if (!(count > 0)) throw new Failure('features() gave no features')
  if (count > most) throw new Failure('features() gave ' + count + ' features; at most ' + most + ' are allowed')
  const out = new Floats(count)
  for (let i = 0; i < count; i++) {
    const value = list[i]
    const name = names ? names[i] : 'feature ' + (i + 1)
    if (typeof value !== 'number') throw new Failure('"' + name + '" is ' + typeof value + ', not a number')
    if (!finite(fround(value)))
      throw new Failure('"' + name + '" is ' + text(value) + '; every feature must be a finite number')
    out[i] = value
  }
  return out.buffer
}

return freeze({
  lines: () => stringify(lines),
  names: () => stringify(names),
  place: (buffer, told) => {
    values = new Floats(buffer)
    layout = parse(told)
  },
  features: (own, params, start, most) => {
    const { rows, axes, rateHz } = layout
    return checked(numbersOf(own(windowAt(start), { rows, axes: [...axes], rateHz, params: parse(params) })), most)
  },
  json: (value) => stringify(value),
  callJson: (own, told) => stringify(own(parse(told))) ?? 'null',
})
})()`

/** The value that the person's script gave a name, whether it is exported or not. */
export function lookUp(name: string): string {
  return `typeof ${name} === 'undefined' ? exports.${name} : ${name}`
}
