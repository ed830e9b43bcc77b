/**
 * Why a regular expression can't be run on a foreign text, as the end of a sentence; undefined when it can. A
 * repetition of repetitions or of alternatives (`(a+)+`, `(a|a)*`) may take longer than the universe lasts.
 */
export function regexFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'g');
  } catch (error) {
    return error instanceof Error ? error.message : 'it is no regular expression';
  }
  return repeatsRepetition(pattern)
    ? 'it repeats a group that itself repeats or has alternatives, which can take for ever; take the outer repetition away'
    : undefined;
}

function repeatsRepetition(pattern: string): boolean {
  /** For each open group, whether something in it repeats without end or it has alternatives. */
  const groups: boolean[] = [];
  let insideVaries = false;
  for (const [token] of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\(|\)|\||[*+]|\{\d+,\d*\}|[^]/gs)) {
    const repeats = /^(?:[*+]|\{\d+,\d*\})$/.test(token);
    if (repeats && insideVaries) return true;
    insideVaries = false;
    if (token === '(') groups.push(false);
    else if (token === ')') {
      insideVaries = groups.pop() ?? false;
      if (insideVaries && groups.length > 0) groups[groups.length - 1] = true;
    } else if ((repeats || token === '|') && groups.length > 0) groups[groups.length - 1] = true;
  }
  return false;
}
