import type { SourceFile } from '../../yaml/document.ts';

/** Might a file hold comments or annotations that silence findings? Most files don't, and this is all that they pay. */
export function maySuppress({ text, documents }: SourceFile): boolean {
  return (
    text.includes('mesh-lint') ||
    documents.some(({ fieldNames }) => fieldNames.includes('galley.istio.io/analyze-suppress'))
  );
}
