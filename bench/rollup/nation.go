package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"giaoban/bench/house"
	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// nation is a house with a national tree beside the demo's: 63 provinces, 705
// districts, 10,599 communes, as they stood in 2021. All have filed, but for the
// communes that are to file while it is measured.
type nation struct {
	*house.House
	server  *http.Server
	address string
	cookie  string

	parents []int      // by position; 0 is the centre
	ids     []ident.ID // by position
	firsts  []int      // positions of the provinces
	waiting []int      // positions of those that are to file
	filings []report.Filing
}

const (
	kind = "bench"
	code = "bench"
)

func newNation(ctx context.Context) (_ *nation, err error) {
	n := &nation{parents: []int{-1}}
	if n.House, err = house.Open(ctx); err != nil {
		return nil, err
	}
	if err := n.load(ctx); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

func (n *nation) load(ctx context.Context) error {
	who := actor.SystemActor("bench")
	tree, err := n.Org.Today(ctx)
	if err != nil {
		return err
	}
	root, level := tree.Root(), tree.Subtree(tree.Root().ID)[1].Level
	codes := []string{root.Code}
	var communes []int
	f := org.File{}
	add := func(parent int, name string) int {
		pos := len(n.parents)
		n.parents, codes = append(n.parents, parent), append(codes, "BENCH-"+strconv.Itoa(pos))
		f.Units = append(f.Units, org.FileUnit{Code: codes[pos], Parent: codes[parent], Name: name + " " + strconv.Itoa(pos), Kind: kind, Level: level, From: 20210101})
		return pos
	}
	districts := 0
	for p := range 63 {
		province := add(0, "Tỉnh")
		n.firsts = append(n.firsts, province)
		for range share(705, 63, p) {
			district := add(province, "Huyện")
			for range share(10_599, 705, districts) {
				communes = append(communes, add(district, "Xã"))
			}
			districts++
		}
	}
	for i := range many {
		n.waiting = append(n.waiting, communes[i*7919%len(communes)])
	}
	if err := n.Org.Load(ctx, who, f); err != nil {
		return err
	}
	request, err := n.request(ctx, who, root.ID, codes)
	if err != nil {
		return err
	}
	return n.serve(ctx, request)
}

// request asks all units of the nation for the 100 figures and files them.
func (n *nation) request(ctx context.Context, who actor.Actor, centre ident.ID, codes []string) (ident.ID, error) {
	form := report.Form{Code: code, Version: 1, Title: i18n.Text{VI: "Báo cáo đo", EN: "Measured report"}, Sections: []report.Section{{Code: "A", Title: i18n.Text{VI: "Số liệu", EN: "Figures"}}}}
	for i := range indicators {
		form.Indicators = append(form.Indicators, report.Indicator{Code: indicator(i), Section: "A", Name: i18n.Text{VI: "Chỉ tiêu " + strconv.Itoa(i), EN: "Indicator " + strconv.Itoa(i)},
			Unit: i18n.Text{VI: "việc", EN: "cases"}, Kind: report.Int, Across: report.Sum, Basis: report.Flow})
	}
	if _, err := n.Report.EnsureForm(ctx, who, form); err != nil {
		return 0, err
	}
	quarter := when.PeriodName{Kind: when.Quarter, Year: 2026, N: 1}
	period, err := n.Calendar.EnsurePeriod(ctx, who, quarter)
	if err != nil {
		return 0, err
	}
	r, err := n.Report.SeedRequest(ctx, who, report.NewRequest{FormCode: code, Period: period.ID, Opener: centre,
		Scope: org.Scope{Kind: org.ScopeKind, Value: kind, Under: centre}, Deadline: when.At(quarter.Span().To.AddDays(20), 17*60)}, when.At(quarter.Span().To, 8*60))
	if err != nil {
		return 0, err
	}
	tree, err := n.Org.Tree(ctx, r.TreeDate())
	if err != nil {
		return 0, err
	}
	byCode := map[string]ident.ID{}
	for _, u := range tree.Subtree(centre) {
		byCode[u.Code] = u.ID
	}
	waits := map[int]bool{}
	for _, pos := range n.waiting {
		waits[pos] = true
	}
	var list []report.Seeded
	for pos, text := range codes {
		n.ids = append(n.ids, byCode[text])
		if pos == 0 {
			continue
		}
		one := report.Seeded{Unit: n.ids[pos], State: report.StateFiled, Figures: report.Figures{}, FiledAt: when.At(quarter.Span().To, 9*60), Number: "1-BC",
			Signature: report.Signature{Name: "Trần Văn Bình", Title: "Chánh Văn phòng", Capacity: report.AsHead}, By: "Lê Thu Hà"}
		if waits[pos] {
			one.State = report.StateSigned
		}
		for i := range indicators {
			one.Figures[indicator(i)] = figure(pos, i)
		}
		list = append(list, one)
	}
	if err := n.Report.Seed(ctx, who, r.ID, list); err != nil {
		return 0, err
	}
	for _, pos := range n.waiting {
		one, err := n.Report.ReportOf(ctx, who, r.ID, n.ids[pos])
		if err != nil {
			return 0, err
		}
		n.filings = append(n.filings, one.Filing)
	}
	return r.ID, nil
}

func (n *nation) serve(ctx context.Context, request ident.ID) error {
	surface, err := n.Surface()
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	n.server = &http.Server{Handler: surface, ReadHeaderTimeout: 30 * time.Second}
	go n.server.Serve(ln)
	base := "http://" + ln.Addr().String()
	n.address = base + "/api/v1/requests/" + request.String() + "/figures"
	n.cookie, err = n.SignIn(ctx, base)
	return err
}

func (n *nation) close() error { return errors.Join(n.server.Close(), n.Close()) }

// share spreads a number over parts: the first ones get one more.
func share(all, parts, i int) int { return (all + parts - 1 - i) / parts }

// figure is what a unit files for an indicator. The same formula fills the value rows.
func figure(unit, indicator int) int64 { return int64((unit*7919 + indicator*104_729) % 5000) }

func indicator(i int) string { return fmt.Sprintf("X%02d", i) }

// file sends the report of the next commune that waits and gives its position.
func (n *nation) file(ctx context.Context, i int) (pos int, err error) {
	return n.waiting[i], n.File(ctx, n.filings[i])
}

// read is the request to the API, timed from its first byte to the last of the answer.
func (n *nation) read(ctx context.Context) ([]byte, time.Duration, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.address, nil)
	if err != nil {
		return nil, 0, err
	}
	req.Header.Set("Cookie", n.cookie)
	req.Header.Set("Accept-Encoding", "identity")
	began := time.Now()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	took := time.Since(began)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s %.300s", n.address, res.Status, body)
	}
	return body, took, err
}

// same compares the API's answer with the JSON of PostgreSQL's, figure by figure.
func (n *nation) same(mine, other []byte) error {
	type row struct {
		ID     string
		Values []*string
		Have   []int64
	}
	var grid struct {
		Indicators []string
		Unit       row
		Units      []row
	}
	var lines []line
	if err := errors.Join(json.Unmarshal(mine, &grid), json.Unmarshal(other, &lines)); err != nil {
		return err
	}
	type at struct{ unit, indicator string }
	type total struct{ value, have int64 }
	cells := map[at]total{}
	for _, r := range append(grid.Units, grid.Unit) {
		for i, code := range grid.Indicators {
			value, err := strconv.ParseInt(*r.Values[i], 10, 64)
			if err != nil {
				return err
			}
			cells[at{r.ID, code}] = total{value, r.Have[i]}
		}
	}
	if len(lines) != len(n.firsts) || len(cells) != (len(n.firsts)+1)*indicators {
		return fmt.Errorf("%d lines, %d cells", len(lines), len(cells))
	}
	for _, l := range lines {
		for i := range indicators {
			if got, want := cells[at{n.ids[l.Unit].String(), indicator(i)}], (total{l.Totals[i], l.Have[i]}); got != want {
				return fmt.Errorf("unit %d, indicator %d: %+v, PostgreSQL %+v", l.Unit, i, got, want)
			}
		}
	}
	return nil
}
