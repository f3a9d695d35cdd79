import { isAbsolute, relative, sep } from 'node:path';
import type { FileReport, Finding, Level, ResourceId } from '../report.ts';
import { oneLine } from '../text/display.ts';
import type { Paint, Style } from '../text/style.ts';

/** A path as people read it: relative to `cwd` where it lies below, as it is otherwise. */
export function displayPath(filePath: string, cwd: string): string {
  if (!isAbsolute(filePath)) return oneLine(filePath);
  const path = relative(cwd, filePath);
  if (path === '') return '.';
  return oneLine(path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? filePath : path);
}

/** `VirtualService prod/reviews`; '' for what stands outside a resource. */
export function displayResource(resource: ResourceId | null): string {
  if (!resource) return '';
  const name = `${resource.namespace ? `${resource.namespace}/` : ''}${resource.name || '(no name)'}`;
  return oneLine(`${resource.kind || '(no kind)'} ${name}`);
}

const RANKS: Record<Level, number> = { error: 0, warning: 1, info: 2 };

/** The items with the gravest first, else in their order. */
export function bySeverity<T>(items: readonly T[], levelOf: (item: T) => Level): T[] {
  return items.toSorted((a, b) => RANKS[levelOf(a)] - RANKS[levelOf(b)]);
}

export function levelPaint(level: Level, style: Style): Paint {
  if (level === 'error') return style.red;
  return level === 'warning' ? style.yellow : style.blue;
}

/** Where a document comes from that somebody rendered; undefined for one that stands in its file as it is. */
export function originOf({ renderedBy }: FileReport, { template }: Finding): string | undefined {
  if (template !== undefined) return `rendered from ${oneLine(template)}`;
  return renderedBy === undefined ? undefined : `rendered by ${renderedBy}`;
}
