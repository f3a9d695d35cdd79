const TAG = /^[A-Za-z0-9_.-]{1,128}$/;
const PATH = /^[a-z0-9_./-]{2,255}$/;
const REGISTRY = /^(?:[A-Za-z0-9.~_-]+|\[[0-9a-fA-F:.]+\])(?::\d*)?$/;

/** What is wrong with the tag of an image, as a clause whose subject is the value. Source: google/go-containerregistry. */
export function tagProblem(tag: string): string | undefined {
  if (TAG.test(tag)) return undefined;
  return tag.length > 128 ? 'has more than 128 characters' : "holds more than letters, digits, '_', '.' and '-'";
}

/** What is wrong with a registry and path that the names of images come behind, as a clause. */
export function hubProblem(hub: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(hub)) return 'begins with a scheme, which no image name has';
  const [first = '', ...rest] = hub.split('/');
  const isRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  if (isRegistry && !REGISTRY.test(first))
    return `has the registry "${first}", which is no host name with or without a port`;
  const path = [...(isRegistry ? rest : [first, ...rest]), 'image'].join('/');
  return PATH.test(path) ? undefined : "has a path with more than lower-case letters, digits, '_', '.', '-' and '/'";
}
