/** A text that still shows what the given one shows, without the lines and characters that don't matter. */
export function shorten(text: string, shows: (text: string) => boolean): string {
  const lines = fewest(text.split(/(?<=\n)/), shows);
  return fewest([...lines.join('')], shows).join('');
}

function fewest(parts: string[], shows: (text: string) => boolean): string[] {
  let left = parts;
  for (let size = left.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < left.length; ) {
      const candidate = left.toSpliced(at, size);
      if (shows(candidate.join(''))) left = candidate;
      else at += size;
    }
  }
  return left;
}
