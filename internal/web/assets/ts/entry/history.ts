// What was done in the grid, to be undone and done again: single edits and whole blocks are one step each. Pure.

export interface Change {
  field: string;
  before: string;
  after: string;
}

const deepest = 200; // steps that are kept

export class History {
  private past: Change[][] = [];
  private future: Change[][] = [];

  /** Keeps a step, false where it changes nothing; what had been undone can no longer be done again. */
  push(changes: Change[]): boolean {
    const real = changes.filter((one) => one.before !== one.after);
    if (real.length === 0) return false;
    this.past.push(real);
    if (this.past.length > deepest) this.past.shift();
    this.future = [];
    return true;
  }

  /** The last step backwards: put each `after`. */
  undo(): Change[] | null {
    const step = this.past.pop();
    if (!step) return null;
    this.future.push(step);
    return step.map(({ field, before, after }) => ({ field, before: after, after: before })).reverse();
  }

  redo(): Change[] | null {
    const step = this.future.pop();
    if (!step) return null;
    this.past.push(step);
    return step;
  }
}
