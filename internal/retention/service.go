package retention

import (
	"context"
	"log/slog"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Remover removes at most limit records of a kind from before a moment and says how many there were: fewer than limit, none is left.
type Remover func(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error)

// Deps is what the service takes.
type Deps struct {
	DB       *db.DB
	Clock    when.Clock       // domain clock: the journal
	Now      func() time.Time // real clock
	Org      *org.Service
	Log      *slog.Logger
	Removers map[Kind]Remover // of every kind
}

// Service knows how long things are kept. Safe for concurrent use.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Kept is a kind with what was chosen for it and what the last clean-up did.
type Kept struct {
	Policy
	Now        int          // days for which it is kept
	ChangedAt  when.Instant // 0: never
	RanAt      when.Instant // 0: no clean-up yet
	Removed    int64        // by the last clean-up
	RemovedAll int64        // since the beginning
}

type row struct {
	kind Kind
	Kept
}

func (s *Service) kept(ctx context.Context, q db.Querier) ([]Kept, error) {
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error {
		return s.Scan(&r.kind, &r.Now, &r.ChangedAt, &r.RanAt, &r.Removed, &r.RemovedAll)
	}, `select kind, days, changed_at, ran_at, removed, removed_all from retention`)
	if err != nil {
		return nil, err
	}
	found := make(map[Kind]Kept, len(rows))
	for _, r := range rows {
		found[r.kind] = r.Kept
	}
	var list []Kept
	for _, p := range Policies() {
		k := found[p.Kind]
		k.Policy = p
		if k.Now == 0 {
			k.Now = p.Days
		}
		k.Now = min(max(k.Now, p.Least), p.Most) // the bounds may have changed since
		list = append(list, k)
	}
	return list, nil
}

// may asks the right over the whole installation: what is kept is everybody's.
func (s *Service) may(ctx context.Context, who actor.Actor) (org.Unit, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return org.Unit{}, err
	}
	if err := who.SignedIn(); err != nil {
		return org.Unit{}, err
	}
	root := tree.Root()
	return root, who.Over(actor.KeepAccounts, root.ID, tree)
}

// List gives every kind to who keeps the root's accounts.
func (s *Service) List(ctx context.Context, who actor.Actor) (list []Kept, err error) {
	if _, err := s.may(ctx, who); err != nil {
		return nil, err
	}
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err = s.kept(ctx, r)
		return err
	})
	return list, err
}

// Change says for how many days a kind is kept from now on.
func (s *Service) Change(ctx context.Context, who actor.Actor, kind Kind, days int) error {
	root, err := s.may(ctx, who)
	if err != nil {
		return err
	}
	p, err := changeable(kind)
	if err != nil {
		return err
	}
	if days < p.Least || days > p.Most {
		return fault.Invalid("days", "retention.out_of_bounds", "least", p.Least, "most", p.Most)
	}
	if err := who.StepUp(actor.StepRetention); err != nil {
		return err
	}
	now := when.InstantOf(s.d.Now())
	return s.d.DB.Do(ctx, "retention.change", func(ctx context.Context, w *db.Write) error {
		list, err := s.kept(ctx, w)
		if err != nil {
			return err
		}
		before := 0
		for _, k := range list {
			if k.Kind == kind {
				before = k.Now
			}
		}
		if before == days {
			return nil
		}
		if _, err := w.Exec(ctx, `insert into retention (kind, days, changed_at, ran_at, removed, removed_all) values ($1, $2, $3, 0, 0, 0)
			on conflict (kind) do update set days = excluded.days, changed_at = excluded.changed_at`, string(kind), days, int64(now)); err != nil {
			return err
		}
		type held struct {
			Kind Kind `json:"kind"`
			Days int  `json:"days"`
		}
		_, err = journal.Append(ctx, w, journal.Entry{At: when.Present(s.d.Clock), Actor: who, Kind: "retention.changed", Subject: root.ID, Unit: root.ID,
			Before: held{kind, before}, After: held{kind, days}})
		return err
	})
}

func changeable(kind Kind) (Policy, error) {
	for _, p := range Policies() {
		switch {
		case p.Kind != kind:
		case p.Fixed():
			return p, fault.Conflict("retention.fixed")
		default:
			return p, nil
		}
	}
	return Policy{}, fault.NotFound("retention.no_such_kind")
}
