// The package types FlatCompat alone; this is what src/config/eslintrc.ts uses.
declare module '@eslint/eslintrc' {
  export interface OverrideTester {
    /** Throws for a path that is not absolute. */
    test(path: string): boolean;
  }
  export const Legacy: {
    OverrideTester: {
      /** Answers null without patterns; throws for one that leads out of the folder. */
      create(files: readonly string[], excludedFiles: readonly string[], basePath: string): OverrideTester | null;
    };
    naming: { normalizePackageName(name: string, prefix: string): string };
  };
}
