// Stands for @eslint/eslintrc in the bundle: the two modules of it that src/config/eslintrc.ts uses, a tenth of the whole.
import { OverrideTester } from '../node_modules/@eslint/eslintrc/lib/config-array/override-tester.js';
import * as naming from '../node_modules/@eslint/eslintrc/lib/shared/naming.js';

export const Legacy = { OverrideTester, naming };
