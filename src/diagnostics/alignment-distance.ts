/**
 * The optimal string alignment distance of two texts in UTF-16 code units: how many letters are added, left out, changed
 * or swapped with their neighbour. Gives `limit + 1` for any that is greater, and looks no further than it takes to know:
 * with thousands of names to compare, nearly all are told apart by their first letters.
 */
export function alignmentDistance(a: string, b: string, limit: number): number {
  const beyond = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return beyond;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => (column <= limit ? column : beyond));
  for (let row = 1; row <= a.length; row += 1) {
    // A cell further from the diagonal than the limit cannot lie on a way that is short enough.
    const from = Math.max(1, row - limit);
    const to = Math.min(b.length, row + limit);
    const current: number[] = [];
    current[from - 1] = from === 1 && row <= limit ? row : beyond;
    let least = current[from - 1] ?? beyond;
    for (let column = from; column <= to; column += 1) {
      const changed = (previous[column - 1] ?? beyond) + Number(a[row - 1] !== b[column - 1]);
      let best = Math.min(changed, (previous[column] ?? beyond) + 1, (current[column - 1] ?? beyond) + 1);
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) best = Math.min(best, (beforePrevious[column - 2] ?? beyond) + 1);
      current[column] = Math.min(best, beyond);
      least = Math.min(least, best);
    }
    // A swap reaches back two rows, so one that is lost does not yet mean the end.
    if (least > limit && Math.min(...previous.slice(Math.max(0, from - 2), to + 1)) > limit) return beyond;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[b.length] ?? beyond, beyond);
}
