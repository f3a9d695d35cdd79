/** In milliseconds. */
const ENOUGH = 3000;

/** A text that still shows what the given one shows, without most of the lines and characters that don't matter. */
export function shorten(text: string, shows: (text: string) => boolean): string {
  const deadline = performance.now() + ENOUGH;
  const lines = fewest(text.split(/(?<=\n)/), shows, deadline);
  return fewest([...lines.join('')], shows, deadline).join('');
}

function fewest(parts: string[], shows: (text: string) => boolean, deadline: number): string[] {
  let left = parts;
  for (let size = left.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < left.length && performance.now() < deadline; ) {
      const candidate = left.toSpliced(at, size);
      if (shows(candidate.join(''))) left = candidate;
      else at += size;
    }
  }
  return left;
}
