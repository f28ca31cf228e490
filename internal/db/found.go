package db

import (
	"strconv"
	"strings"

	"giaoban/internal/i18n"
)

// Found is a condition that every row holds in whose folded column a reader's
// words are found, with its arguments, numbered from first. It lets through some
// that hold short forms inside other words: Look.In judges what comes back. An
// empty Look gives a condition that always holds.
func Found(column string, look i18n.Look, first int) (where string, args []any) {
	if look.Empty() {
		return "1 = 1", nil
	}
	plain := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	ways := make([]string, 0, 4)
	for _, parts := range look.Parts() {
		all := make([]string, len(parts))
		for i, part := range parts {
			all[i] = column + ` like $` + strconv.Itoa(first+len(args)) + ` escape '\'`
			args = append(args, "%"+plain.Replace(part)+"%")
		}
		ways = append(ways, "("+strings.Join(all, " and ")+")")
	}
	return "(" + strings.Join(ways, " or ") + ")", args
}
