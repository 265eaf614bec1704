/** Draws tens of thousands of marked points at once with WebGL. */
import { type ScatterDrawer, type ScatterFrame, type ScatterPoints, spreadOrder } from './scatter-drawer.ts'

const VERTEX = `
attribute vec3 place;
attribute vec3 color;
attribute vec2 look;
uniform mat4 matrix;
uniform float size;
varying vec3 shade;
varying float marker;
varying float state;
void main() {
  shade = color;
  marker = look.x;
  state = look.y;
  vec4 at = matrix * vec4(place, 1.0);
  gl_Position = look.x > 90.0 ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at.xy, at.z - 0.2 * min(state, 1.0), 1.0);
  gl_PointSize = state > 1.5 ? size * 2.0 : state > 0.5 ? size * 1.5 : size;
}`

/** The twelve markers of labels, in their order; −1…1 from the middle, y upwards. */
const FRAGMENT = `
precision mediump float;
uniform vec3 ring;
varying vec3 shade;
varying float marker;
varying float state;
float edge(float kind, vec2 p) {
  if (kind < 0.5) return length(p) - 0.8;
  if (kind < 1.5) return max(abs(p.x), abs(p.y)) - 0.7;
  if (kind < 2.5) return max(-p.y - 0.7, abs(p.x) * 1.6 + p.y - 0.8);
  if (kind < 3.5) return abs(p.x) + abs(p.y) - 0.95;
  if (kind < 4.5) return max(p.y - 0.7, abs(p.x) * 1.6 - p.y - 0.8);
  if (kind < 5.5) return max(max(abs(p.x), abs(p.y)) - 0.9, min(abs(p.x), abs(p.y)) - 0.27);
  if (kind < 6.5) return min(abs(p.x) * abs(p.y) * 6.0 - 0.35, length(p) - 0.4) + max(0.0, length(p) - 0.95);
  vec2 q = vec2(p.x + p.y, p.x - p.y) * 0.7071;
  return max(max(abs(q.x), abs(q.y)) - 0.95, min(abs(q.x), abs(q.y)) - 0.24);
}
void main() {
  vec2 p = vec2(gl_PointCoord.x, 1.0 - gl_PointCoord.y) * 2.0 - 1.0;
  bool hollow = marker > 7.5;
  float kind = hollow ? (marker < 8.5 ? 0.0 : marker < 9.5 ? 1.0 : marker < 10.5 ? 2.0 : 3.0) : marker;
  float near = state > 0.5 ? edge(kind, p * 1.45) : edge(kind, p);
  bool ringed = state > 0.5 && abs(length(p) - 0.9) < 0.1;
  if (ringed) { gl_FragColor = vec4(ring, 1.0); return; }
  if (near > 0.0 || (hollow && near < -0.3)) discard;
  gl_FragColor = vec4(shade, 1.0);
}`

/** Null where the computer cannot; there is a drawer without WebGL. */
export function createGlDrawer(canvas: HTMLCanvasElement): ScatterDrawer | null {
  const gl = canvas.getContext('webgl', { antialias: false, alpha: true })
  const program = gl && programOf(gl)
  if (!gl || !program) return null
  const buffers = { place: gl.createBuffer(), color: gl.createBuffer(), look: gl.createBuffer() }
  const where = {
    matrix: gl.getUniformLocation(program, 'matrix'),
    size: gl.getUniformLocation(program, 'size'),
    ring: gl.getUniformLocation(program, 'ring'),
  }
  let order: Uint32Array = new Uint32Array()

  function fill(name: keyof typeof buffers, data: Float32Array, width: number): void {
    if (!gl || !program) return
    const attribute = gl.getAttribLocation(program, name)
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers[name])
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW)
    gl.enableVertexAttribArray(attribute)
    gl.vertexAttribPointer(attribute, width, gl.FLOAT, false, 0, 0)
  }
  return {
    limit: Number.POSITIVE_INFINITY,
    setPoints({ cloud, colors, looks }: ScatterPoints) {
      if (order.length !== cloud.length / 3) order = spreadOrder(cloud.length / 3)
      fill('place', inOrder(cloud, order, 3), 3)
      fill('color', inOrder(colors, order, 3), 3)
      fill('look', inOrder(looks, order, 2), 2)
    },
    draw({ matrix, pointSize, ring, share }: ScatterFrame) {
      gl.viewport(0, 0, canvas.width, canvas.height)
      gl.clearColor(0, 0, 0, 0)
      gl.enable(gl.DEPTH_TEST)
      gl.depthFunc(gl.LEQUAL)
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
      gl.useProgram(program)
      gl.uniformMatrix4fv(where.matrix, false, matrix)
      gl.uniform1f(where.size, pointSize)
      gl.uniform3fv(where.ring, ring)
      gl.drawArrays(gl.POINTS, 0, Math.ceil(order.length * share))
    },
    dispose() {
      for (const buffer of Object.values(buffers)) gl.deleteBuffer(buffer)
      gl.deleteProgram(program)
    },
  }
}

function inOrder(data: Float32Array, order: Uint32Array, width: number): Float32Array {
  const result = new Float32Array(data.length)
  for (let to = 0; to < order.length; to += 1) {
    const from = order[to]! * width
    for (let part = 0; part < width; part += 1) result[to * width + part] = data[from + part]!
  }
  return result
}

function programOf(gl: WebGLRenderingContext): WebGLProgram | null {
  const program = gl.createProgram()
  for (const [kind, text] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind)
    if (!shader) return null
    gl.shaderSource(shader, text)
    gl.compileShader(shader)
    if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true) return null
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : null
}
