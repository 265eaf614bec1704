// What Chromium 83 lacks of what the page uses. Only for tests; copied beside the page that they build.
if (!Object.hasOwn) Object.hasOwn = (object, name) => Object.prototype.hasOwnProperty.call(object, name)
for (const type of [Array, String, Float32Array, Uint8Array, Int32Array]) {
  if (type.prototype.at) continue
  type.prototype.at = function at(index) {
    return this[index < 0 ? this.length + index : index]
  }
}
if (!String.prototype.replaceAll) {
  String.prototype.replaceAll = function replaceAll(from, to) {
    return this.split(from).join(to)
  }
}
if (!globalThis.structuredClone) globalThis.structuredClone = (value) => JSON.parse(JSON.stringify(value))
