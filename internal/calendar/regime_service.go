package calendar

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// NewRegime describes a regime to be created, with its first version.
type NewRegime struct {
	Code    string
	Name    i18n.Text
	Unit    ident.ID // who keeps it; 0: who keeps the whole organisation
	Version NewVersion
	Key     string
}

// NewVersion describes a version of a regime.
type NewVersion struct {
	From when.Date
	Rule Rule
	Act  string
	Key  string
}

// Regimes lists the regimes by name, those that are offered no more last. They are open to every account.
func (s *Service) Regimes(ctx context.Context) ([]Regime, error) {
	var list []Regime
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = db.All(ctx, r, scanRegime, `select `+regimeColumns+` from regime order by retired, code`)
		for i := range list {
			if err == nil {
				list[i].Versions, err = loadRegimeVersions(ctx, r, list[i].ID)
			}
		}
		return err
	})
	return list, err
}

// Regime gives a regime with its versions.
func (s *Service) Regime(ctx context.Context, id ident.ID) (Regime, error) {
	var g Regime
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		g, err = s.RegimeIn(ctx, r, id)
		return err
	})
	return g, err
}

// RegimeIn is Regime inside a piece or snapshot.
func (s *Service) RegimeIn(ctx context.Context, q db.Querier, id ident.ID) (Regime, error) {
	g, ok, err := db.One(ctx, q, scanRegime, `select `+regimeColumns+` from regime where id = $1`, int64(id))
	if err == nil && !ok {
		err = fault.NotFound("calendar.no_such_regime")
	}
	if err != nil {
		return Regime{}, err
	}
	g.Versions, err = loadRegimeVersions(ctx, q, id)
	return g, err
}

// MayKeepRegime tells whether the actor keeps a regime of a unit; unit 0 is the whole organisation's.
func (s *Service) MayKeepRegime(ctx context.Context, who actor.Actor, unit ident.ID) (bool, error) {
	if unit == 0 {
		return s.MayKeepDays(ctx, who)
	}
	return s.MayKeep(ctx, who, unit)
}

func (s *Service) keepsRegime(ctx context.Context, who actor.Actor, unit ident.ID) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	may, err := s.MayKeepRegime(ctx, who, unit)
	if err == nil && !may {
		err = fault.Forbidden("calendar.forbidden_regime")
	}
	return err
}

func (s *Service) checkVersion(ctx context.Context, n NewVersion) fault.Faults {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return fault.All(err)
	}
	fs := checkRule(n.Rule, tree.Levels())
	if !n.From.Valid() {
		fs = append(fs, fault.Invalid("from", "calendar.no_such_day"))
	}
	if utf8.RuneCountInString(n.Act) > maxAct {
		fs = append(fs, fault.Invalid("act", "calendar.too_long", "max", maxAct))
	}
	return fs
}

// CreateRegime creates a regime. Its first version may hold since a day in the past.
func (s *Service) CreateRegime(ctx context.Context, who actor.Actor, n NewRegime) (Regime, error) {
	if err := s.keepsRegime(ctx, who, n.Unit); err != nil {
		return Regime{}, err
	}
	n.Name.VI, n.Name.EN, n.Code, n.Version.Act = tidy(n.Name.VI), tidy(n.Name.EN), tidy(n.Code), tidy(n.Version.Act)
	n.Version.Rule = tidyRule(n.Version.Rule)
	if err := append(checkRegime(n), s.checkVersion(ctx, n.Version)...).Or(); err != nil {
		return Regime{}, err
	}
	g := Regime{ID: s.ids.New(), Code: n.Code, Name: n.Name, Unit: n.Unit}
	result, _, err := s.db.Once(ctx, own(who, n.Key), "calendar.create_regime", func(ctx context.Context, w *db.Write) (string, error) {
		if _, err := w.Exec(ctx, `insert into regime (id, code, name, name_en, unit, retired) values ($1, $2, $3, $4, $5, 0)`,
			int64(g.ID), g.Code, g.Name.VI, g.Name.EN, int64(g.Unit)); err != nil {
			if errors.Is(err, db.ErrUnique) {
				return "", fault.Invalid("code", "calendar.regime_code_taken", "code", g.Code).Because(err)
			}
			return "", err
		}
		if err := s.insertVersion(ctx, w, who, g, n.Version); err != nil {
			return "", err
		}
		return g.ID.String(), nil
	})
	if err != nil {
		return Regime{}, err
	}
	if g.ID, err = ident.Parse(result); err != nil {
		return Regime{}, err
	}
	return s.Regime(ctx, g.ID)
}

// SetVersion adds a version from a day on that has not come, or replaces the
// one that is to begin on that day. What has taken effect stays as it is.
func (s *Service) SetVersion(ctx context.Context, who actor.Actor, regime ident.ID, n NewVersion) error {
	g, err := s.ofRegime(ctx, who, regime)
	if err != nil {
		return err
	}
	n.Act, n.Rule = tidy(n.Act), tidyRule(n.Rule)
	fs := s.checkVersion(ctx, n)
	if today := when.Today(s.clock); n.From.Valid() && n.From <= today {
		fs = append(fs, fault.Invalid("from", "calendar.version_past", "today", today))
	}
	if err := fs.Or(); err != nil {
		return err
	}
	_, _, err = s.db.Once(ctx, own(who, n.Key), "calendar.set_version", func(ctx context.Context, w *db.Write) (string, error) {
		if _, err := w.Exec(ctx, `delete from regime_version where regime = $1 and day_from = $2`, int64(regime), int64(n.From)); err != nil {
			return "", err
		}
		return "", s.insertVersion(ctx, w, who, g, n)
	})
	return err
}

// RemoveVersion takes a version back that has not begun.
func (s *Service) RemoveVersion(ctx context.Context, who actor.Actor, regime ident.ID, from when.Date, key string) error {
	g, err := s.ofRegime(ctx, who, regime)
	if err != nil {
		return err
	}
	if today := when.Today(s.clock); from <= today {
		return fault.Conflict("calendar.version_past", "today", today)
	}
	_, _, err = s.db.Once(ctx, own(who, key), "calendar.remove_version", func(ctx context.Context, w *db.Write) (string, error) {
		n, err := w.Exec(ctx, `delete from regime_version where regime = $1 and day_from = $2`, int64(regime), int64(from))
		if err == nil && n == 0 {
			err = fault.NotFound("calendar.no_such_version")
		}
		if err != nil {
			return "", err
		}
		return "", s.noteRegime(ctx, w, who, "regime.version_removed", g, map[string]any{"from": from}, nil)
	})
	return err
}

// RetireRegime says that a regime is offered no more, or again.
func (s *Service) RetireRegime(ctx context.Context, who actor.Actor, regime ident.ID, retired bool, key string) error {
	g, err := s.ofRegime(ctx, who, regime)
	if err != nil {
		return err
	}
	_, _, err = s.db.Once(ctx, own(who, key), "calendar.retire_regime", func(ctx context.Context, w *db.Write) (string, error) {
		if _, err := w.Exec(ctx, `update regime set retired = $1 where id = $2`, db.Bool(retired), int64(regime)); err != nil {
			return "", err
		}
		return "", s.noteRegime(ctx, w, who, "regime.retired", g, g.Retired, retired)
	})
	return err
}

// ofRegime gives a regime to who keeps it.
func (s *Service) ofRegime(ctx context.Context, who actor.Actor, id ident.ID) (Regime, error) {
	if err := who.SignedIn(); err != nil {
		return Regime{}, err
	}
	g, err := s.Regime(ctx, id)
	if err != nil {
		return Regime{}, err
	}
	return g, s.keepsRegime(ctx, who, g.Unit)
}

func (s *Service) insertVersion(ctx context.Context, w *db.Write, who actor.Actor, g Regime, n NewVersion) error {
	body, err := json.Marshal(n.Rule)
	if err != nil {
		return err
	}
	if _, err := w.Exec(ctx, `insert into regime_version (regime, day_from, body, act, at, actor) values ($1, $2, $3, $4, $5, $6)`,
		int64(g.ID), int64(n.From), string(body), n.Act, int64(when.Present(s.clock)), who.Name); err != nil {
		return err
	}
	return s.noteRegime(ctx, w, who, "regime.version", g, nil, map[string]any{"from": n.From, "rule": n.Rule, "act": n.Act})
}

func (s *Service) noteRegime(ctx context.Context, w *db.Write, who actor.Actor, kind string, g Regime, before, after any) error {
	unit := g.Unit
	if unit == 0 {
		unit = who.Unit
	}
	_, err := journal.Append(ctx, w, journal.Entry{At: when.Present(s.clock), Actor: who, Kind: kind, Subject: g.ID, Unit: unit, Before: before, After: after})
	return err
}

const regimeColumns = `id, code, name, name_en, unit, retired`

func scanRegime(s db.Scanner, g *Regime) error {
	var retired int64
	err := s.Scan(&g.ID, &g.Code, &g.Name.VI, &g.Name.EN, &g.Unit, &retired)
	g.Retired = retired != 0
	return err
}

func loadRegimeVersions(ctx context.Context, q db.Querier, regime ident.ID) ([]RegimeVersion, error) {
	return db.All(ctx, q, func(s db.Scanner, v *RegimeVersion) error {
		var body string
		if err := s.Scan(&v.From, &body, &v.Act, &v.At, &v.Actor); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &v.Rule); err != nil {
			return fmt.Errorf("calendar: regime %s from %s: %w", regime, v.From, err)
		}
		return nil
	}, `select day_from, body, act, at, actor from regime_version where regime = $1 order by day_from`, int64(regime))
}
