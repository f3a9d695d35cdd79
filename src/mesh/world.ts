/** What is known of the mesh beside the files: nothing else is there, anything may be, or as the files let on. */
export const WORLDS = ['auto', 'open', 'closed'] as const;
export type World = (typeof WORLDS)[number];
