import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'threads',
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
  },
});
