import { defineConfig } from 'vitest/config'

const slow = process.env['TINYML_SLOW'] === '1'

export default defineConfig({
  test: {
    include: ['{shared,main,renderer,scripts,test}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'out/**', ...(slow ? [] : ['**/*.slow.test.ts'])],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
})
