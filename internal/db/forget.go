package db

import "context"

// ForgetKeys removes at most limit idempotency keys from before a moment, and
// says how many: a retry so late is a new act. What the loader of a fresh
// installation marked stays, or it would load again.
func ForgetKeys(ctx context.Context, w *Write, before int64, limit int) (int64, error) {
	return w.Exec(ctx, `delete from idem where key in (select i.key from idem i where i.at < $1 and i.key not like 'demo/%' order by i.at limit $2)`, before, limit)
}

// ForgetTold removes at most limit rows of what processes told each other before a moment; the newest stays, numbers go on from it.
func ForgetTold(ctx context.Context, w *Write, before int64, limit int) (int64, error) {
	return w.Exec(ctx, `delete from told where seq in (select t.seq from told t
		where t.at < $1 and t.seq < (select max(m.seq) from told m) order by t.seq limit $2)`, before, limit)
}
