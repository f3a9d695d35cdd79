/** The most that a ratio, or a number of bytes, may be. */
export interface Limits {
  /** Of the wall times of a command of ours to those of another one: the name of the row, then that of the other. */
  ratios?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Bytes of resident memory at the peak. */
  memory?: number;
}

/** What `npm run bench -- --hold` holds, tree by tree: on Node 20 and two cores, with all recommended rules. */
export const LIMITS: Readonly<Record<string, Limits>> = {
  '1': { ratios: { 'mesh-lint': { 'node -e 0': 1.4 }, 'mesh-lint --version': { 'node -e 0': 1.12 } } },
  '100': { ratios: { 'mesh-lint': { 'node -e 0': 3 } } },
  '5000': { ratios: { 'mesh-lint': { kubeconform: 0.8, 'istioctl analyze': 0.25 } }, memory: 200e6 },
  '20000': { ratios: { 'mesh-lint': { kubeconform: 0.7, 'istioctl analyze': 0.2 } } },
};

/** The most that time and memory may grow by the document, from a small tree to a large one. */
export const MOST_GROWTH = 1.1;
