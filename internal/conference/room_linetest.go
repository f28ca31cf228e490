package conference

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// The parts of a line test, in the order of the page.
const (
	PartCamera      = "camera"
	PartMicrophone  = "microphone"
	PartMicrophone2 = "microphone2" // the delegates'
	PartSpeaker     = "speaker"
	PartUpload      = "upload"
	PartDownload    = "download"
	PartDelay       = "delay"  // round trip, loss and path of sound and picture
	PartBackup      = "backup" // second line
	PartPhone       = "phone"
)

// LineParts lists the parts of a line test.
func LineParts() []string {
	return []string{PartCamera, PartMicrophone, PartMicrophone2, PartSpeaker, PartUpload, PartDownload, PartDelay, PartBackup, PartPhone}
}

// byHand are the parts that only people can judge.
func byHand(part string) bool { return part == PartSpeaker || part == PartBackup || part == PartPhone }

// ByHand tells whether a part is judged by people rather than measured.
func ByHand(part string) bool { return byHand(part) }

// Grade is how a part went.
type Grade string

// The grades.
const (
	GradeGood Grade = "good"
	GradeWeak Grade = "weak"
	GradeBad  Grade = "bad"
)

// PartResult is how one part went. Numbers are by name with their unit in it: width, height, fps, peak, mbps, rttMs,
// jitterMs, loss (0-1), connectMs.
type PartResult struct {
	Part    string             `json:"part"`
	Grade   Grade              `json:"grade"`
	Reason  string             `json:"reason,omitempty"` // why it is not good
	Path    string             `json:"path,omitempty"`   // udp, tcp or none
	Numbers map[string]float64 `json:"numbers,omitempty"`
	At      when.Instant       `json:"at"`
}

// LineTest is the latest of every part at a site.
type LineTest struct {
	Site  ident.ID
	At    when.Instant
	By    string
	Parts []PartResult
}

// Part gives how one part went.
func (t LineTest) Part(part string) (PartResult, bool) {
	for _, p := range t.Parts {
		if p.Part == part {
			return p, true
		}
	}
	return PartResult{}, false
}

// Count counts the parts with a grade.
func (t LineTest) Count(g Grade) int {
	n := 0
	for _, p := range t.Parts {
		if p.Grade == g {
			n++
		}
	}
	return n
}

// Worst is the worst grade; "" where nothing was tested.
func (t LineTest) Worst() Grade {
	for _, g := range []Grade{GradeBad, GradeWeak, GradeGood} {
		if t.Count(g) > 0 {
			return g
		}
	}
	return ""
}

const (
	maxParts   = 9
	speedEvery = time.Minute
	speedMost  = 12 // speed tests of an account in a minute
)

// checkPart refuses what no line test measures: what a browser sends is not believed.
func checkPart(p PartResult) error {
	bad := fault.Invalid("result", "conference.room_test_malformed")
	if !slices.Contains(LineParts(), p.Part) || !slices.Contains([]Grade{GradeGood, GradeWeak, GradeBad}, p.Grade) {
		return bad
	}
	if !slices.Contains([]string{"", "denied", "missing", "busy", "other", "unreachable", "no-path", "unsupported"}, p.Reason) ||
		!slices.Contains([]string{"", "udp", "tcp", "none"}, p.Path) || len(p.Numbers) > 12 {
		return bad
	}
	limits := map[string]float64{"width": 16384, "height": 16384, "fps": 1000, "level": 1, "peak": 1, "rttMs": 120_000, "jitterMs": 120_000,
		"mbps": 100_000, "connectMs": 120_000, "loss": 1}
	for name, n := range p.Numbers {
		most, known := limits[name]
		if !known || math.IsNaN(n) || n < 0 || n > most {
			return bad
		}
	}
	return nil
}

// SaveLineTest keeps what was tested; parts that were not tested this time keep their last result.
func (r *Room) SaveLineTest(ctx context.Context, who actor.Actor, id, siteID ident.ID, parts []PartResult, key string) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	fresh := r.s.IDs.New()
	if len(parts) == 0 || len(parts) > maxParts {
		return fault.Invalid("result", "conference.room_test_malformed")
	}
	for _, p := range parts {
		if err := checkPart(p); err != nil {
			return err
		}
	}
	return r.atSite(ctx, who, id, siteID, key, "site.tested", func(ctx context.Context, w *db.Write, site Site) (any, error) {
		last, err := loadLineTest(ctx, w, siteID)
		if err != nil {
			return nil, err
		}
		test := LineTest{Site: siteID, At: r.s.now(), By: who.Name}
		for _, name := range LineParts() {
			at := slices.IndexFunc(parts, func(p PartResult) bool { return p.Part == name })
			if at >= 0 {
				p := parts[at]
				p.At = test.At
				test.Parts = append(test.Parts, p)
			} else if p, ok := last.Part(name); ok {
				test.Parts = append(test.Parts, p)
			}
		}
		body, err := json.Marshal(test.Parts)
		if err != nil {
			return nil, fmt.Errorf("conference: encode a line test: %w", err)
		}
		_, err = w.Exec(ctx, `insert into conference_line_test (id, site, at, by_name, result) values ($1, $2, $3, $4, $5)`,
			int64(fresh), int64(siteID), int64(test.At), test.By, string(body))
		return test, err
	})
}

// The ways in which a site goes on without a picture.
const (
	FallbackPhone  = "phone"  // sound by telephone
	FallbackListen = "listen" // watches one way, speaks in writing
)

// ChooseFallback says how a site goes on when the picture is lost.
func (r *Room) ChooseFallback(ctx context.Context, who actor.Actor, id, siteID ident.ID, fallback, key string) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if fallback != FallbackPhone && fallback != FallbackListen {
		return fault.Invalid("fallback", "conference.choose")
	}
	return r.atSite(ctx, who, id, siteID, key, "site.fallback", func(ctx context.Context, w *db.Write, site Site) (any, error) {
		_, err := w.Exec(ctx, `insert into conference_seat (site, fallback) values ($1, $2) on conflict (site) do update set fallback = $2`, int64(siteID), fallback)
		return map[string]string{"fallback": fallback}, err
	})
}

// atSite is an act of a site's own people before or during the conference.
func (r *Room) atSite(ctx context.Context, who actor.Actor, id, siteID ident.ID, key, kind string,
	do func(ctx context.Context, w *db.Write, site Site) (any, error)) error {
	tree, err := r.s.Org.Today(ctx)
	if err != nil {
		return err
	}
	_, _, err = r.s.DB.Once(ctx, key, kind, func(ctx context.Context, w *db.Write) (string, error) {
		c, err := r.s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		site, err := siteOfMeeting(ctx, w, c, siteID)
		if err != nil {
			return "", err
		}
		if !who.HasAt(actor.KeepSite, site.Unit) {
			if err := who.At(actor.JoinRoom, site.Unit); err != nil {
				return "", err
			}
		}
		if !c.Running() {
			return "", fault.Conflict("conference.site_closed", "status", statusText(c.Status))
		}
		after, err := do(ctx, w, site)
		if err != nil {
			return "", err
		}
		return siteID.String(), r.s.note(ctx, w, who, kind, c, siteID, after, "", site.Unit)
	})
	return err
}

func loadLineTest(ctx context.Context, q db.Querier, site ident.ID) (LineTest, error) {
	t, _, err := db.One(ctx, q, scanLineTest, `select site, at, by_name, result from conference_line_test where site = $1 order by id desc limit 1`, int64(site))
	return t, err
}

func scanLineTest(s db.Scanner, t *LineTest) error {
	var body string
	if err := s.Scan(&t.Site, &t.At, &t.By, &body); err != nil {
		return err
	}
	return json.Unmarshal([]byte(body), &t.Parts)
}

// Readiness is a site's line test with what else must be ready before the conference.
type Readiness struct {
	SiteFacts
	Test     LineTest
	Fallback string
	Papers   int // released
	Joinable bool
	Running  bool
}

// Ready gives how ready a site is, for whoever may see the conference.
func (r *Room) Ready(ctx context.Context, who actor.Actor, id, siteID ident.ID) (Readiness, Conference, error) {
	var ready Readiness
	var c Conference
	var err error
	if ready.SiteFacts, err = r.s.Site(ctx, who, id, siteID); err != nil {
		return ready, c, err
	}
	err = r.s.seen(ctx, who, id, func(ctx context.Context, q *db.Read, seen Conference) (err error) {
		c = seen
		ready.Joinable, ready.Running = c.joinable(r.s.today()), c.Running()
		if ready.Test, err = loadLineTest(ctx, q, siteID); err != nil {
			return err
		}
		n, err := db.Int(ctx, q, `select count(*) from conference_paper where conference = $1 and released_at > 0`, int64(id))
		if err != nil {
			return err
		}
		ready.Papers = int(n)
		ready.Fallback, _, err = db.One(ctx, q, db.ScanText, `select fallback from conference_seat where site = $1`, int64(siteID))
		return err
	})
	return ready, c, err
}

// LineTests gives the latest line test of every site of a conference that has one, for the board of sites.
func (s *Service) LineTests(ctx context.Context, who actor.Actor, id ident.ID) (map[ident.ID]LineTest, error) {
	tests := make(map[ident.ID]LineTest)
	err := s.seen(ctx, who, id, func(ctx context.Context, q *db.Read, _ Conference) error {
		list, err := db.All(ctx, q, scanLineTest, `select t.site, t.at, t.by_name, t.result from conference_line_test t
			join conference_site s on s.id = t.site where s.conference = $1
			and t.id = (select max(u.id) from conference_line_test u where u.site = t.site)`, int64(id))
		for _, t := range list {
			tests[t.Site] = t
		}
		return err
	})
	return tests, err
}

// SpeedTest allows one more measurement of a line's speed by a site's people, and refuses too many.
func (r *Room) SpeedTest(ctx context.Context, who actor.Actor, id, siteID ident.ID) error {
	err := r.s.seen(ctx, who, id, func(ctx context.Context, q *db.Read, c Conference) error {
		site, err := siteOfMeeting(ctx, q, c, siteID)
		if err != nil {
			return err
		}
		if !c.Running() {
			return fault.Conflict("conference.site_closed", "status", statusText(c.Status))
		}
		return who.At(actor.JoinRoom, site.Unit)
	})
	if err != nil {
		return err
	}
	now := r.realNow()
	r.mu.Lock()
	defer r.mu.Unlock()
	for account, times := range r.speeds {
		times = slices.DeleteFunc(times, func(t when.Instant) bool { return now.Sub(t) > speedEvery })
		if r.speeds[account] = times; len(times) == 0 {
			delete(r.speeds, account)
		}
	}
	if len(r.speeds[who.Account]) >= speedMost {
		return fault.RateLimited("conference.room_test_too_often")
	}
	r.speeds[who.Account] = append(r.speeds[who.Account], now)
	return nil
}

// TestToken admits to a private room in which a site measures how sound and picture travel.
func (r *Room) TestToken(ctx context.Context, who actor.Actor, id, siteID ident.ID) (Ticket, error) {
	if err := r.SpeedTest(ctx, who, id, siteID); err != nil {
		return Ticket{}, err
	}
	return r.ticket(ctx, who, testRoom(siteID), mediaIdentity(siteID), "")
}
