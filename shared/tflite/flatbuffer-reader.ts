/** Bounds-checked access to a FlatBuffer that anybody may have made: every offset is checked before it is followed. */
import { AppError } from '../contract/errors.ts'

export function malformed(what: string, place: number): AppError {
  return new AppError('model/malformed', {
    message: `This file is not a complete TensorFlow Lite model: ${what} at byte ${place}.`,
    data: { what, place },
  })
}

/** A table's position and the fields that its vtable lists. */
export class TableReader {
  constructor(
    private readonly file: FlatBufferReader,
    readonly position: number,
    private readonly vtable: number,
    private readonly vtableBytes: number,
    private readonly tableBytes: number,
  ) {}

  /** Where a field lies; 0 where it is absent. */
  private field(id: number, size: number): number {
    const entry = 4 + 2 * id
    if (entry + 2 > this.vtableBytes) return 0
    const offset = this.file.uint16(this.vtable + entry)
    if (offset === 0) return 0
    if (offset < 4 || offset + size > this.tableBytes) throw malformed('a field outside its table', this.position)
    return this.position + offset
  }

  int8(id: number, fallback = 0): number {
    const at = this.field(id, 1)
    return at ? this.file.int8(at) : fallback
  }

  uint8(id: number, fallback = 0): number {
    return this.int8(id, fallback) & 0xff
  }

  int32(id: number, fallback = 0): number {
    const at = this.field(id, 4)
    return at ? this.file.int32(at) : fallback
  }

  uint32(id: number, fallback = 0): number {
    return this.int32(id, fallback) >>> 0
  }

  float32(id: number, fallback = 0): number {
    const at = this.field(id, 4)
    return at ? this.file.float32(at) : fallback
  }

  table(id: number): TableReader | undefined {
    const at = this.field(id, 4)
    return at ? this.file.tableAt(this.file.target(at)) : undefined
  }

  tables(id: number): TableReader[] {
    const at = this.field(id, 4)
    return at ? this.file.tablesAt(this.file.target(at)) : []
  }

  bytes(id: number): Uint8Array {
    const at = this.field(id, 4)
    return at ? this.file.vectorAt(this.file.target(at), 1) : new Uint8Array()
  }

  text(id: number): string {
    const bytes = this.bytes(id)
    this.file.spend(bytes.length, this.position)
    return new TextDecoder().decode(bytes)
  }

  int32s(id: number): number[] {
    return this.numbers(id, 4, (view, at) => view.getInt32(at, true))
  }

  float32s(id: number): number[] {
    return this.numbers(id, 4, (view, at) => view.getFloat32(at, true))
  }

  /** 64-bit integers as numbers; those above 2^53 lose their last digits, which no field used here needs. */
  int64s(id: number): number[] {
    return this.numbers(id, 8, (view, at) => Number(view.getBigInt64(at, true)))
  }

  private numbers(id: number, size: number, read: (view: DataView, at: number) => number): number[] {
    const at = this.field(id, 4)
    if (!at) return []
    const vector = this.file.vectorAt(this.file.target(at), size)
    this.file.spend(vector.length, at)
    const view = new DataView(vector.buffer, vector.byteOffset, vector.byteLength)
    return Array.from({ length: vector.length / size }, (_, index) => read(view, index * size))
  }
}

export class FlatBufferReader {
  private readonly view: DataView
  private budget: number

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength)
    // Parts may be shared, so a hostile file could unfold into far more than its size: a few times is enough.
    this.budget = 16 * data.length + 4096
  }

  /** Counts what is unfolded from the file. */
  spend(bytes: number, place: number): void {
    this.budget -= bytes
    if (this.budget < 0) throw malformed('the same part used over and over', place)
  }

  private check(at: number, size: number): void {
    if (at < 0 || at + size > this.data.length) throw malformed('the end of the file is missing', at)
  }

  int8(at: number): number {
    this.check(at, 1)
    return this.view.getInt8(at)
  }

  uint16(at: number): number {
    this.check(at, 2)
    return this.view.getUint16(at, true)
  }

  int32(at: number): number {
    this.check(at, 4)
    return this.view.getInt32(at, true)
  }

  float32(at: number): number {
    this.check(at, 4)
    return this.view.getFloat32(at, true)
  }

  /** What the reference at this place points to. */
  target(at: number): number {
    this.check(at, 4)
    const target = at + this.view.getUint32(at, true)
    if (target >= this.data.length) throw malformed('a reference beyond the end', at)
    return target
  }

  root(identifier: string): TableReader {
    this.check(0, 8)
    const found = new TextDecoder('latin1').decode(this.data.subarray(4, 8))
    if (found !== identifier) throw malformed(`the mark ${identifier} is missing`, 4)
    return this.tableAt(this.target(0))
  }

  tableAt(position: number): TableReader {
    this.spend(16, position)
    const vtable = position - this.int32(position)
    if (vtable < 0 || vtable >= this.data.length) throw malformed('a list of fields outside the file', position)
    const vtableBytes = this.uint16(vtable)
    const tableBytes = this.uint16(vtable + 2)
    if (vtableBytes < 4) throw malformed('a table without fields list', position)
    this.check(vtable, vtableBytes)
    this.check(position, tableBytes)
    return new TableReader(this, position, vtable, vtableBytes, tableBytes)
  }

  /** The bytes of a vector, as a view. */
  vectorAt(position: number, elementBytes: number): Uint8Array {
    this.check(position, 4)
    const length = this.view.getUint32(position, true) * elementBytes
    this.check(position + 4, length)
    return this.data.subarray(position + 4, position + 4 + length)
  }

  tablesAt(position: number): TableReader[] {
    const vector = this.vectorAt(position, 4)
    this.spend(vector.length, position)
    const count = vector.length / 4
    return Array.from({ length: count }, (_, index) => this.tableAt(this.target(position + 4 + 4 * index)))
  }
}
