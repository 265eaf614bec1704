// npm run build: everything that a start would build, without starting.
import { setUp } from './setup.mjs'

await setUp()
