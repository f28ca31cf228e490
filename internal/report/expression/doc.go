// Package expression is the small language of a form's formulas and checks.
//
// It knows numbers, codes of figures, + - * /, comparisons, and, or, not, min,
// max, abs, sum, if (or ? :), given(x), and of earlier reports prev(x), of the
// period before, and same(x), of the same period last year. There are no
// loops, texts, variables or calls of anything else, and both length and depth
// are bounded: whoever writes a form cannot make a report that never ends.
//
// A source is parsed by expr-lang's parser and turned into a tree of our own;
// everything outside the set is refused at its place. The tree is plain JSON,
// which the browser walks with the same results (ts/entry/expression.ts, held
// to the same table of cases).
//
// Arithmetic is exact: rational numbers, rounded once when a figure is made of
// the result. A figure that is missing makes what is computed of it missing
// ("no figure", which is not 0), and so does a division by zero. Conditions
// have three values: "A and B" is false as soon as one is false, "A or B" true
// as soon as one is true, whatever is missing; else what is missing stays so.
package expression
