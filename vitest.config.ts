import { defineConfig } from 'vitest/config'

const tests = (folder: string) => [`${folder}/**/*.test.ts`]

export default defineConfig({
  test: {
    pool: 'forks',
    // Left to itself it keeps one core free, and half of two is much.
    maxWorkers: '100%',
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/tests.json' }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: [...tests('src'), ...tests('test')],
          exclude: ['**/*.slow.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: ['src/**/*.slow.test.ts', 'test/**/*.slow.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
