package shell

import (
	"math"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"giaoban/internal/when"
)

// FigureSpec describes a figure.
type FigureSpec struct {
	ID    string // of a figure that the live stream replaces, "" for none
	Label string
	Value string
	Of    string // the denominator, always with the number
	Unit  string // "%", "xã"
	Sub   string
	Tone  string // ok, late, bad or ""
	Href  string // where the number comes from
	Lead  bool   // the first, large figure of a band
	Cell  string // data-cell of a live figure, "" for none
}

func (s FigureSpec) cell() templ.Attributes {
	if s.Cell == "" {
		return nil
	}
	return templ.Attributes{"data-cell": s.Cell}
}

// SquareState is the state of one item among squares.
type SquareState string

// The states of squares.
const (
	SquareDone    SquareState = "done"
	SquareDoing   SquareState = "doing"
	SquareLate    SquareState = "late"
	SquareBad     SquareState = "bad"
	SquareMissing SquareState = "missing" // nothing came, outline in lacquer
	SquareTodo    SquareState = "todo"
	SquareUnnamed SquareState = "unnamed"
)

// Square is one item. Title says in words what it is and how it stands.
type Square struct {
	State SquareState
	Title string
}

// SquareRun gives n squares of one state with the same words.
func SquareRun(state SquareState, n int, title string) []Square {
	run := make([]Square, max(n, 0))
	for i := range run {
		run[i] = Square{state, title}
	}
	return run
}

func doneSquares(items []Square) int64 {
	var n int64
	for _, item := range items {
		if item.State == SquareDone {
			n++
		}
	}
	return n
}

func barValue(num, den int64) string { return strconv.FormatInt(max(0, min(num, max(den, 0))), 10) }
func barMax(den int64) string        { return strconv.FormatInt(max(den, 1), 10) }

// sparkLines gives the polylines of a series in a box of 64 by 20, broken at gaps.
func sparkLines(values []float64) []string {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	span := high - low
	if span == 0 || math.IsInf(span, 0) || math.IsNaN(span) {
		span, low = 1, low-0.5
	}
	step := 60.0
	if len(values) > 1 {
		step = 60 / float64(len(values)-1)
	}
	var lines []string
	var points []byte
	flush := func() {
		if len(points) > 0 {
			lines = append(lines, string(points))
		}
		points = points[:0]
	}
	for i, v := range values {
		if math.IsNaN(v) {
			flush()
			continue
		}
		if len(points) > 0 {
			points = append(points, ' ')
		}
		points = appendNumber(points, 2+step*float64(i))
		points = append(points, ',')
		points = appendNumber(points, 17-14*(v-low)/span)
	}
	flush()
	return lines
}

// Column is one bar of a chart. Text is its value in words.
type Column struct {
	Label string
	Text  string
	Value float64
	On    bool
}

func columnsBox(columns []Column) string {
	return "0 0 " + strconv.Itoa(max(1, len(columns))*48) + " 104"
}

func columnTop(columns []Column, c Column) float64 {
	high := 0.0
	for _, other := range columns {
		high = math.Max(high, other.Value)
	}
	if high == 0 {
		return 83
	}
	return 84 - 66*math.Max(0, c.Value)/high
}

// Tile is a unit on a tile grid. Look is s0 to s5 of the scale, or ok, late, bad, none.
type Tile struct {
	Col, Row int
	Text     string // its short name, at most three letters
	Title    string // name and value in words
	Look     string
	Href     string
	On       bool // chosen, or has the floor
}

// tilesArea gives the columns and rows that the tiles take, without empty edges.
func tilesArea(tiles []Tile) (left, top, cols, rows int) {
	if len(tiles) == 0 {
		return 0, 0, 1, 1
	}
	left, top = tiles[0].Col, tiles[0].Row
	right, bottom := left, top
	for _, t := range tiles {
		left, right = min(left, t.Col), max(right, t.Col)
		top, bottom = min(top, t.Row), max(bottom, t.Row)
	}
	return left, top, right - left + 1, bottom - top + 1
}

func tilesBox(tiles []Tile) string {
	left, top, cols, rows := tilesArea(tiles)
	return strconv.Itoa(left*32) + " " + strconv.Itoa(top*28) + " " + strconv.Itoa(cols*32) + " " + strconv.Itoa(rows*28)
}

func tilesWidth(tiles []Tile) string {
	_, _, cols, _ := tilesArea(tiles)
	return strconv.Itoa(cols * 32)
}

// Day is a day of a DaysStrip.
type Day struct {
	Date      when.Date
	Anchor    string // its distance from what the weeks turn about: "K−13"
	AnchorDay bool   // the very day
	Href      string // the list filtered by the day
	Marks     []DayMark
}

// DayMark is what falls on a day. Kind is late, bad, ok or "".
type DayMark struct{ Text, Kind, Href string }

func (d Day) rest() bool {
	return d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday
}

func (d Day) monday() bool { return d.Date.Weekday() == time.Monday }

// number is the day alone, with its month on the first.
func (d Day) number() string {
	if d.Date.Day() == 1 {
		return "1/" + strconv.Itoa(d.Date.Month())
	}
	return strconv.Itoa(d.Date.Day())
}

// weekday is the short name in a calendar: T2 … CN, Mo … Su.
func (b Base) weekday(d when.Date) string {
	return b.T("shell.weekday_" + strconv.Itoa(int(d.Weekday())))
}

// ToneIf is the tone of a figure that has one only where something holds.
func ToneIf(on bool, tone string) string {
	if on {
		return tone
	}
	return ""
}
