/** One violation of each rule, and what has to notice it. */
export interface Planted {
  rule: string
  /** Where it is put, below the project's folder. */
  file: string
  code: string
  /** What the linter must say about this file; absent where only the compiler can know. */
  lint?: RegExp
  /** What the compiler must say; absent where only the linter can know. */
  compiler?: RegExp
}

const ELSEWHERE = /TS6307|TS6059/
const UNKNOWN = /TS2307|TS2304|TS2584|TS2580|TS2591/

export const PLANTED: readonly Planted[] = [
  {
    rule: 'shared imports nothing of main',
    file: 'shared/planted-main.ts',
    code: "import { projectRoot } from '../main/paths.ts'\nexport const root: string = projectRoot\n",
    lint: /Only main may import main/,
    compiler: ELSEWHERE,
  },
  {
    rule: 'shared imports nothing of renderer',
    file: 'shared/planted-renderer.ts',
    code: "import { word } from '../renderer/target.ts'\nexport const copy: string = word\n",
    lint: /Only renderer may import renderer/,
    compiler: ELSEWHERE,
  },
  {
    rule: 'shared knows no host: not Node',
    file: 'shared/planted-node.ts',
    code: "import { readFileSync } from 'node:fs'\nexport const text: string = readFileSync('a', 'utf8')\n",
    compiler: UNKNOWN,
  },
  {
    rule: 'shared knows no host: not a browser',
    file: 'shared/planted-browser.ts',
    code: 'export const title: string = document.title\n',
    compiler: UNKNOWN,
  },
  {
    rule: 'main imports nothing of renderer',
    file: 'main/planted-renderer.ts',
    code: "import { word } from '../renderer/target.ts'\nexport const copy: string = word\n",
    lint: /Only renderer may import renderer/,
    compiler: ELSEWHERE,
  },
  {
    rule: 'renderer imports nothing of main',
    file: 'renderer/planted-main.ts',
    code: "import { projectRoot } from '../main/paths.ts'\nexport const root: string = projectRoot\n",
    lint: /Only main may import main/,
    compiler: ELSEWHERE,
  },
  {
    rule: 'electron only in main/shell',
    file: 'main/planted-electron.ts',
    code: "import { app } from 'electron'\nexport const name: string = app.getName()\n",
    lint: /electron belongs in main\/shell/,
  },
  {
    rule: 'the shell holds no logic: it imports nothing of main',
    file: 'main/shell/planted-main.ts',
    code: "import { projectRoot } from '../paths.ts'\nexport const root: string = projectRoot\n",
    lint: /The shell imports only shared/,
    compiler: ELSEWHERE,
  },
  {
    rule: 'serialport only in main/devices',
    file: 'main/planted-serialport.ts',
    code: "import { SerialPort } from 'serialport'\nexport const port: unknown = SerialPort\n",
    lint: /serialport belongs in main\/devices/,
  },
  {
    rule: 'plotly only in renderer/plots',
    file: 'renderer/pages/planted/plotly.ts',
    code: "import plotly from 'plotly.js-gl3d-dist-min'\nexport const made: unknown = plotly\n",
    lint: /Plot libraries belong in renderer\/plots/,
  },
  {
    rule: 'uPlot only in renderer/plots',
    file: 'renderer/app/planted-uplot.ts',
    code: "import uPlot from 'uplot'\nexport const made: unknown = uPlot\n",
    lint: /Plot libraries belong in renderer\/plots/,
  },
  {
    rule: 'Monaco only in renderer/editor',
    file: 'renderer/plots/planted-monaco.ts',
    code: "import * as monaco from 'monaco-editor'\nexport const made: unknown = monaco\n",
    lint: /Monaco belongs in renderer\/editor/,
  },
  {
    rule: 'React only in renderer',
    file: 'main/planted-react.ts',
    code: "import { createElement } from 'react'\nexport const made: unknown = createElement\n",
    lint: /React belongs in renderer/,
  },
  {
    rule: 'no page imports another page',
    file: 'renderer/pages/planted/other-page.ts',
    code: "import { word } from '../training/target.ts'\nexport const copy: string = word\n",
    lint: /No page imports another page/,
  },
  {
    rule: 'no any',
    file: 'shared/planted-any.ts',
    code: 'export function first(list: any[]): unknown {\n  return list[0]\n}\n',
    lint: /no-explicit-any/,
  },
  {
    rule: 'no default exports',
    file: 'shared/planted-default.ts',
    code: 'export default function first(): void {}\n',
    lint: /no-default-export/,
  },
  {
    rule: 'no promise is left alone',
    file: 'main/planted-promise.ts',
    code: 'async function work(): Promise<void> {}\nexport function start(): void {\n  work()\n}\n',
    lint: /no-floating-promises/,
  },
]
