package calendar

import (
	"context"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Holiday is a weekday on which offices do not work, or with Worked a weekend
// day on which they do, to make up for one.
type Holiday struct {
	Date      when.Date
	Worked    bool
	Name      i18n.Text    // English may be empty
	ChangedAt when.Instant // 0: as the program brought it
	ChangedBy string
}

// Title is the day's name; where it has none in English, the Vietnamese one.
func (h Holiday) Title(lang i18n.Lang) string { return bothWays(h.Name).In(lang) }

// bothWays gives a name in each language: what an organisation wrote once is said in both.
func bothWays(name i18n.Text) i18n.Text {
	if name.EN == "" {
		name.EN = name.VI
	}
	return name
}

// Holidays gives the days off, and those made up for, of some days in order. They are open to every account.
func (s *Service) Holidays(ctx context.Context, span when.Span) ([]Holiday, error) {
	var list []Holiday
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = loadHolidays(ctx, r, span)
		return err
	})
	return list, err
}

// WorkDays gives the calendar of working days.
func (s *Service) WorkDays(ctx context.Context) (when.WorkDays, error) {
	var w when.WorkDays
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		w, err = s.WorkDaysIn(ctx, r)
		return err
	})
	return w, err
}

// WorkDaysIn is WorkDays inside a piece or snapshot.
func (s *Service) WorkDaysIn(ctx context.Context, q db.Querier) (when.WorkDays, error) {
	list, err := loadHolidays(ctx, q, when.Span{})
	w := when.WorkDays{Off: make(map[when.Date]bool, len(list)), On: map[when.Date]bool{}}
	for _, h := range list {
		if h.Worked {
			w.On[h.Date] = true
		} else {
			w.Off[h.Date] = true
		}
	}
	return w, err
}

// MayKeepDays tells whether the actor keeps the days off and the regimes of the
// whole organisation: who keeps its topmost unit.
func (s *Service) MayKeepDays(ctx context.Context, who actor.Actor) (bool, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return false, err
	}
	for _, root := range tree.Roots() {
		if who.HasAt(actor.CallConference, root.ID) || who.HasOver(actor.KeepUnits, root.ID, tree) {
			return true, nil
		}
	}
	return false, nil
}

func (s *Service) keepsDays(ctx context.Context, who actor.Actor) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	may, err := s.MayKeepDays(ctx, who)
	if err == nil && !may {
		err = fault.Forbidden("calendar.forbidden_days")
	}
	return err
}

// SetHoliday enters a day off or a weekend day that is worked; what stood on the day is replaced.
func (s *Service) SetHoliday(ctx context.Context, who actor.Actor, h Holiday, key string) error {
	if err := s.keepsDays(ctx, who); err != nil {
		return err
	}
	h.Name.VI, h.Name.EN = tidy(h.Name.VI), tidy(h.Name.EN)
	if err := checkHoliday(h).Or(); err != nil {
		return err
	}
	h.ChangedAt, h.ChangedBy = when.Present(s.clock), who.Name
	_, _, err := s.db.Once(ctx, own(who, key), "calendar.set_holiday", func(ctx context.Context, w *db.Write) (string, error) {
		before, err := loadHolidays(ctx, w, when.Span{From: h.Date, To: h.Date})
		if err != nil {
			return "", err
		}
		if _, err := w.Exec(ctx, `insert into holiday (day, worked, name, name_en, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6)
			on conflict (day) do update set worked = excluded.worked, name = excluded.name, name_en = excluded.name_en,
			changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
			int64(h.Date), db.Bool(h.Worked), h.Name.VI, h.Name.EN, int64(h.ChangedAt), h.ChangedBy); err != nil {
			return "", err
		}
		return "", s.noteDay(ctx, w, who, "holiday.set", first(before), &h)
	})
	return err
}

// RemoveHoliday takes a day off the list: it is worked or free as its weekday is.
func (s *Service) RemoveHoliday(ctx context.Context, who actor.Actor, day when.Date, key string) error {
	if err := s.keepsDays(ctx, who); err != nil {
		return err
	}
	_, _, err := s.db.Once(ctx, own(who, key), "calendar.remove_holiday", func(ctx context.Context, w *db.Write) (string, error) {
		before, err := loadHolidays(ctx, w, when.Span{From: day, To: day})
		if err != nil {
			return "", err
		}
		if len(before) == 0 {
			return "", fault.NotFound("calendar.no_such_holiday")
		}
		if _, err := w.Exec(ctx, `delete from holiday where day = $1`, int64(day)); err != nil {
			return "", err
		}
		return "", s.noteDay(ctx, w, who, "holiday.removed", first(before), nil)
	})
	return err
}

func (s *Service) noteDay(ctx context.Context, w *db.Write, who actor.Actor, kind string, before, after *Holiday) error {
	e := journal.Entry{At: when.Present(s.clock), Actor: who, Kind: kind, Unit: who.Unit}
	if before != nil {
		e.Subject, e.Before = ident.ID(before.Date), before
	}
	if after != nil {
		e.Subject, e.After = ident.ID(after.Date), after
	}
	_, err := journal.Append(ctx, w, e)
	return err
}

func first(list []Holiday) *Holiday {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

func checkHoliday(h Holiday) fault.Faults {
	var fs fault.Faults
	if h.Name.VI == "" {
		fs = append(fs, fault.Invalid("name", "calendar.name_missing"))
	}
	for field, text := range map[string]string{"name": h.Name.VI, "name_en": h.Name.EN} {
		if utf8.RuneCountInString(text) > maxName {
			fs = append(fs, fault.Invalid(field, "calendar.too_long", "max", maxName))
		}
	}
	weekend := !when.WorkDays{}.Working(h.Date)
	switch {
	case h.Date == 0:
		fs = append(fs, fault.Invalid("date", "calendar.date_missing"))
	case !h.Date.Valid():
		fs = append(fs, fault.Invalid("date", "calendar.no_such_day"))
	case h.Worked && !weekend:
		fs = append(fs, fault.Invalid("date", "calendar.worked_already", "date", h.Date))
	}
	return fs
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// own makes an idempotency key the account's own.
func own(who actor.Actor, key string) string {
	if key == "" {
		return ""
	}
	return who.Account.String() + "/" + key
}

func loadHolidays(ctx context.Context, q db.Querier, span when.Span) ([]Holiday, error) {
	if span.To == 0 {
		span.To = 99991231
	}
	return db.All(ctx, q, func(s db.Scanner, h *Holiday) error {
		var worked int64
		err := s.Scan(&h.Date, &worked, &h.Name.VI, &h.Name.EN, &h.ChangedAt, &h.ChangedBy)
		h.Worked = worked != 0
		return err
	}, `select day, worked, name, name_en, changed_at, changed_by from holiday where day >= $1 and day <= $2 order by day`, int64(span.From), int64(span.To))
}
