package taskweb

import (
	"context"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/i18n"
	"giaoban/internal/task"
	"giaoban/internal/web/shell"
)

// OfNotice gives the tasks that a conference's notice made, counted by the
// conclusion they came from, for the card beside the document. The reader sees
// those that the reader may see.
func (h *Home) OfNotice(ctx context.Context, who actor.Actor, d document.Document, lang i18n.Lang) (string, []shell.Tab, error) {
	if d.Origin.Kind != "conference" || d.Origin.ID.Zero() {
		return "", nil, nil
	}
	list, err := h.tasks.OfConference(ctx, who, d.Origin.ID)
	if err != nil {
		return "", nil, err
	}
	var rows []shell.Tab
	counts := make(map[string]int)
	for _, t := range list {
		if t.State == task.Prepared {
			continue
		}
		key := t.Origin.ID.String()
		if counts[key]++; counts[key] == 1 {
			rows = append(rows, shell.Tab{Text: t.Title, Href: "/tasks/" + t.ID.String(), Count: key})
		}
	}
	total := 0
	for i := range rows {
		n := counts[rows[i].Count]
		total += n
		rows[i].Count = h.say(lang, "task.n_tasks", "n", n)
	}
	return h.say(lang, "task.of_notice") + " · " + strconv.Itoa(total), rows, nil
}
