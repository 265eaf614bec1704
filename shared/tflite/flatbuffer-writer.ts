/** A small FlatBuffers writer: a tree of plain nodes in, deterministic bytes out. Equal parts are stored once. */

export type Scalar =
  | { kind: 'int8'; value: number }
  | { kind: 'uint8'; value: number }
  | { kind: 'int32'; value: number }
  | { kind: 'float32'; value: number }

export interface TableNode {
  kind: 'table'
  /** By field id of the schema; absent fields take their default. */
  fields: (Scalar | FlatNode | undefined)[]
}

/** Bytes of scalars behind a 32-bit count; `alignment` is that of the first element. */
export interface VectorNode {
  kind: 'vector'
  count: number
  bytes: Uint8Array
  alignment: number
  /** Strings have a zero behind their last byte. */
  zeroTerminated: boolean
}

export interface ReferencesNode {
  kind: 'references'
  items: FlatNode[]
}

export type FlatNode = TableNode | VectorNode | ReferencesNode

export const int8 = (value: number): Scalar => ({ kind: 'int8', value })
export const uint8 = (value: number): Scalar => ({ kind: 'uint8', value })
export const int32 = (value: number): Scalar => ({ kind: 'int32', value })
export const float32 = (value: number): Scalar => ({ kind: 'float32', value })

export function table(...fields: TableNode['fields']): TableNode {
  return { kind: 'table', fields }
}

export function references(items: FlatNode[]): ReferencesNode {
  return { kind: 'references', items }
}

export function bytes(data: Uint8Array, alignment = 1): VectorNode {
  return { kind: 'vector', count: data.length, bytes: data, alignment, zeroTerminated: false }
}

export function text(value: string): VectorNode {
  const data = new TextEncoder().encode(value)
  return { kind: 'vector', count: data.length, bytes: data, alignment: 1, zeroTerminated: true }
}

export function int32s(values: ArrayLike<number>): VectorNode {
  return elements(values, 4, (view, offset, value) => view.setInt32(offset, value, true))
}

export function float32s(values: ArrayLike<number>): VectorNode {
  return elements(values, 4, (view, offset, value) => view.setFloat32(offset, value, true))
}

export function int64s(values: ArrayLike<number>): VectorNode {
  return elements(values, 8, (view, offset, value) => view.setBigInt64(offset, BigInt(value), true))
}

function elements(
  values: ArrayLike<number>,
  size: number,
  store: (view: DataView, offset: number, value: number) => void,
): VectorNode {
  const data = new Uint8Array(values.length * size)
  const view = new DataView(data.buffer)
  for (let index = 0; index < values.length; index++) store(view, index * size, values[index]!)
  return { kind: 'vector', count: values.length, bytes: data, alignment: size, zeroTerminated: false }
}

/** Only short vectors repeat: shapes, zero points, names. */
const SHARED_VECTOR_BYTES = 1024

const scalarBytes = { int8: 1, uint8: 1, int32: 4, float32: 4 }

function isScalar(field: Scalar | FlatNode): field is Scalar {
  return 'value' in field
}

/** References only point forward: tables come before what they hold, and shared vectors at the end, behind all tables. */
class Writer {
  private data = new Uint8Array(1024)
  private view = new DataView(this.data.buffer)
  private length = 0
  private readonly known = new Map<string, number>()
  private readonly waiting: { position: number; vector: VectorNode }[] = []

  /** Room for `size` bytes behind what there is; the byte at `head` is aligned. */
  private reserve(size: number, alignment: number, head = 0): number {
    const start = Math.ceil((this.length + head) / alignment) * alignment - head
    this.length = start + size
    if (this.length > this.data.length) {
      const larger = new Uint8Array(this.length * 2)
      larger.set(this.data)
      this.data = larger
      this.view = new DataView(larger.buffer)
    }
    return start
  }

  finish(root: TableNode, identifier: string): Uint8Array {
    const start = this.reserve(8, 4)
    this.data.set(new TextEncoder().encode(identifier), start + 4)
    this.writeReference(start, root)
    for (const { position, vector } of this.waiting) {
      const target = this.writeVector(vector)
      this.view.setUint32(position, target - position, true)
    }
    return this.data.slice(0, this.length)
  }

  private writeVector(node: VectorNode): number {
    const small = node.bytes.length <= SHARED_VECTOR_BYTES
    const key = small ? `${node.alignment} ${node.count} ${node.zeroTerminated} ${node.bytes.join()}` : ''
    const earlier = this.known.get(key)
    if (earlier !== undefined) return earlier
    const size = 4 + node.bytes.length + (node.zeroTerminated ? 1 : 0)
    const start = this.reserve(size, Math.max(4, node.alignment), 4)
    this.view.setUint32(start, node.count, true)
    this.data.set(node.bytes, start + 4)
    if (small) this.known.set(key, start)
    return start
  }

  private writeReferences(node: ReferencesNode): number {
    const start = this.reserve(4 + 4 * node.items.length, 4)
    this.view.setUint32(start, node.items.length, true)
    node.items.forEach((item, index) => this.writeReference(start + 4 + 4 * index, item))
    return start
  }

  private writeReference(position: number, node: FlatNode): void {
    if (node.kind === 'vector') {
      this.waiting.push({ position, vector: node })
      return
    }
    const target = node.kind === 'references' ? this.writeReferences(node) : this.writeTable(node)
    this.view.setUint32(position, target - position, true)
  }

  private writeTable(node: TableNode): number {
    const layout = layoutOf(node)
    const vtable = this.writeVtable(layout)
    const start = this.reserve(layout.size, 4)
    this.view.setInt32(start, start - vtable, true)
    node.fields.forEach((field, index) => {
      if (!field) return
      const position = start + layout.offsets[index]!
      if (isScalar(field)) this.writeScalar(position, field)
      else this.writeReference(position, field)
    })
    return start
  }

  private writeVtable(layout: TableLayout): number {
    const key = `vtable ${layout.size} ${layout.offsets.join()}`
    const earlier = this.known.get(key)
    if (earlier !== undefined) return earlier
    const size = 4 + 2 * layout.offsets.length
    const start = this.reserve(size, 2)
    this.view.setUint16(start, size, true)
    this.view.setUint16(start + 2, layout.size, true)
    layout.offsets.forEach((offset, index) => this.view.setUint16(start + 4 + 2 * index, offset, true))
    this.known.set(key, start)
    return start
  }

  private writeScalar(position: number, { kind, value }: Scalar): void {
    if (kind === 'int8') this.view.setInt8(position, value)
    else if (kind === 'uint8') this.view.setUint8(position, value)
    else if (kind === 'int32') this.view.setInt32(position, value, true)
    else this.view.setFloat32(position, value, true)
  }
}

interface TableLayout {
  size: number
  /** Within the table, by field id; 0 where absent. */
  offsets: number[]
}

/** Four-byte fields first, so that no padding is needed between fields. */
function layoutOf(node: TableNode): TableLayout {
  const sizes = node.fields.map((field) => (field ? (isScalar(field) ? scalarBytes[field.kind] : 4) : 0))
  const offsets = sizes.map(() => 0)
  let size = 4
  for (const wanted of [4, 1]) {
    sizes.forEach((bytesOfField, index) => {
      if (bytesOfField !== wanted) return
      offsets[index] = size
      size += wanted
    })
  }
  while (offsets.at(-1) === 0) offsets.pop()
  return { size, offsets }
}

/** Serializes a root table with a four-letter file identifier. */
export function writeFlatBuffer(root: TableNode, identifier: string): Uint8Array {
  return new Writer().finish(root, identifier)
}
