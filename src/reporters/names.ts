import { isAbsolute, relative, sep } from 'node:path';
import type { Level, ResourceId } from '../report.ts';
import { oneLine } from '../text/display.ts';
import type { Paint, Style } from '../text/style.ts';

/** A path as people read it: relative to `cwd` where it lies below, as it is otherwise. */
export function displayPath(filePath: string, cwd: string): string {
  if (!isAbsolute(filePath)) return oneLine(filePath);
  const path = relative(cwd, filePath);
  return oneLine(path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? filePath : path);
}

/** `VirtualService prod/reviews`; '' for what stands outside a resource. */
export function displayResource(resource: ResourceId | null): string {
  if (!resource) return '';
  const name = `${resource.namespace ? `${resource.namespace}/` : ''}${resource.name || '(no name)'}`;
  return oneLine(`${resource.kind || '(no kind)'} ${name}`);
}

export function levelPaint(level: Level, style: Style): Paint {
  if (level === 'error') return style.red;
  return level === 'warning' ? style.yellow : style.blue;
}
