import type { Report } from '../src/report.ts';
import { SourceFile, YamlDocument } from '../src/yaml/document.ts';

/** The same nodes without what earlier checks of them have remembered. */
export function unseenCopyOf(file: SourceFile): SourceFile {
  const copy = new SourceFile(file.path, file.text);
  copy.hold(
    file.documents.map(
      ({ index, span, root, problems, fieldNames }) =>
        new YamlDocument({ file: copy, index, span, root: root.node, problems, fieldNames }),
    ),
  );
  return copy;
}

/** The time of a run says nothing where nothing was checked: an Error. */
export function mustHaveChecked({ scope }: Report): void {
  if (scope.checkedResources === 0) throw new Error('no resource was checked');
}

/** How long some work takes, in milliseconds, and how many times as long as other work just before it. */
export async function ratioOf(other: () => unknown, work: () => unknown): Promise<{ ratio: number; time: number }> {
  const base = await timeOf(other);
  const time = await timeOf(work);
  return { ratio: time / base, time };
}

export async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
