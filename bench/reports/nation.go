package main

import (
	"context"
	"fmt"
	"strconv"

	"giaoban/bench/house"
	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

const (
	kind       = "bench"
	code       = "bench200"
	indicators = 200

	provinces, districts, communes = 63, 705, 10_599 // until 30 June 2025
	kept                           = 34              // provinces since
)

// nation is a house with a national tree beside the demo's, and requests for quarters that all its units have filed.
type nation struct {
	*house.House
	quarters []ident.ID // requests
	first    ident.ID   // a province
	waiting  []report.Filing
}

// country is the tree of 2021 with what became of it on 1 July 2025: provinces
// merge, districts end, communes merge by threes and fours.
func country(root, level string) org.File {
	var f org.File
	add := func(code, parent, name string) {
		f.Units = append(f.Units, org.FileUnit{Code: code, Parent: parent, Name: name, Kind: kind, Level: level, From: 20210101})
	}
	const day, act = 20250701, "Nghị quyết (mẫu)"
	change := func(what string, from, to []string) {
		f.Changes = append(f.Changes, org.FileChange{Date: day, Kind: what, Act: act, From: from, To: to})
	}
	for i := range provinces {
		add(fmt.Sprint("BP", i), root, fmt.Sprint("Tỉnh số ", i))
	}
	for i := range districts {
		add(fmt.Sprint("BD", i), fmt.Sprint("BP", i%provinces), fmt.Sprint("Huyện số ", i))
	}
	for i := range communes {
		add(fmt.Sprint("BC", i), fmt.Sprint("BD", i%districts), fmt.Sprint("Xã số ", i))
	}
	heir := func(province int) string { return fmt.Sprint("BP", province%kept) }
	for i := kept; i < provinces; i++ {
		change(org.ChangeMerge, []string{fmt.Sprint("BP", i), heir(i)}, []string{heir(i)})
	}
	for i := range districts {
		change(org.ChangeDissolve, []string{fmt.Sprint("BD", i)}, nil)
	}
	for d := range districts {
		var group []string
		n := 0
		for c := d; c < communes; c += districts { // the communes of a district
			group = append(group, fmt.Sprint("BC", c))
			if last := c+districts >= communes; len(group) > 1 && (last || len(group) == 3 && c+2*districts < communes) {
				name := fmt.Sprint("BN", d, "-", n)
				f.Units = append(f.Units, org.FileUnit{Code: name, Parent: heir(d % provinces), Name: "Xã mới " + name, Kind: "bench2025", Level: level})
				change(org.ChangeMerge, group, []string{name})
				group, n = nil, n+1
			}
		}
	}
	return f
}

func newNation(ctx context.Context, quarters, waiting int) (_ *nation, err error) {
	n := &nation{}
	if n.House, err = house.Open(ctx); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = n.Close()
		}
	}()
	who := actor.SystemActor("bench")
	tree, err := n.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	root := tree.Root()
	if err := n.Org.Load(ctx, who, country(root.Code, tree.Subtree(root.ID)[1].Level)); err != nil {
		return nil, err
	}
	form := report.Form{Code: code, Version: 1, Title: i18n.Text{VI: "Báo cáo đo", EN: "Measured report"}, Sections: []report.Section{{Code: "A", Title: i18n.Text{VI: "Số liệu", EN: "Figures"}}}}
	for i := range indicators {
		form.Indicators = append(form.Indicators, report.Indicator{Code: fmt.Sprintf("X%03d", i), Section: "A", Name: i18n.Text{VI: "Chỉ tiêu " + strconv.Itoa(i), EN: "Indicator " + strconv.Itoa(i)},
			Unit: i18n.Text{VI: "việc", EN: "cases"}, Kind: report.Int, Across: report.Sum, Basis: report.Flow})
	}
	if _, err := n.Report.EnsureForm(ctx, who, form); err != nil {
		return nil, err
	}
	for q := range quarters {
		last := q == quarters-1
		wait := 0
		if last {
			wait = waiting
		}
		if err := n.quarter(ctx, who, root.ID, when.PeriodName{Kind: when.Quarter, Year: 2023 + q/4, N: q%4 + 1}, wait); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// quarter asks for a quarter and files it, but for some communes whose reports are signed and wait.
func (n *nation) quarter(ctx context.Context, who actor.Actor, centre ident.ID, quarter when.PeriodName, waiting int) error {
	period, err := n.Calendar.EnsurePeriod(ctx, who, quarter)
	if err != nil {
		return err
	}
	end := quarter.Span().To
	r, err := n.Report.SeedRequest(ctx, who, report.NewRequest{FormCode: code, Period: period.ID, Opener: centre,
		Scope: org.Scope{Kind: org.ScopeKind, Value: kind, Under: centre}, Deadline: when.At(end.AddDays(20), 17*60)}, when.At(end, 8*60))
	if err != nil {
		return err
	}
	tree, err := n.Org.Tree(ctx, r.TreeDate())
	if err != nil {
		return err
	}
	units := tree.Resolve(r.Scope)
	n.first = units[0].ID
	var list []report.Seeded
	for pos, u := range units {
		one := report.Seeded{Unit: u.ID, State: report.StateFiled, Figures: report.Figures{}, FiledAt: when.At(end, 9*60), Number: "1-BC",
			Signature: report.Signature{Name: "Trần Văn Bình", Title: "Chánh Văn phòng", Capacity: report.AsHead}, By: "Lê Thu Hà"}
		if pos >= len(units)-waiting {
			one.State = report.StateSigned
		}
		for i := range indicators {
			one.Figures[fmt.Sprintf("X%03d", i)] = int64((pos*7919 + i*104_729) % 5000)
		}
		list = append(list, one)
	}
	if err := n.Report.Seed(ctx, who, r.ID, list); err != nil {
		return err
	}
	n.quarters = append(n.quarters, r.ID)
	for _, u := range units[len(units)-waiting:] {
		one, err := n.Report.ReportOf(ctx, who, r.ID, u.ID)
		if err != nil {
			return err
		}
		n.waiting = append(n.waiting, one.Filing)
	}
	return nil
}
