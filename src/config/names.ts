/** What a configuration may be called; the order is that of the documentation, one folder has one of them. */
export const CONFIG_NAMES = ['.meshlintrc.yaml', '.meshlintrc.yml', '.meshlintrc.json', '.meshlintrc.cjs'] as const;

/** Holds a configuration where it has a member `meshlint`. */
export const PACKAGE = 'package.json';

export const PACKAGE_KEY = 'meshlint';
