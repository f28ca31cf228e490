package openlog

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/transparency"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

type pages struct{ log *transparency.Log }

// Routes registers the page and the files of the log.
func Routes(m *web.Mux, l *transparency.Log) {
	p := &pages{l}
	m.Public("GET /log", p.page)
	m.Public("GET /log/checkpoint", p.checkpoint)
	m.Public("GET /log/keys", p.keys)
	m.Public("GET /log/tile/{tile...}", p.tile)
	m.Public("GET /log/proof/{index}", p.proof)
	m.Public("GET /log/growth/{size}", p.growth)
}

const shown = 50 // leaves on the page

// view is the log as the page shows it: the newest leaves first.
type view struct {
	Size       int64
	Root       string
	Checkpoint string
	Keys       []string
	Rows       []row
	Older      int64 // the page before begins below this index, -1: there is none
}

// row is one leaf in words.
type row struct {
	Index      int64
	Act        string
	Record     string
	Version    int64
	At         when.Instant
	Commitment string
}

func (p *pages) page(c *web.Ctx) error {
	head, signed, err := p.log.Latest(c.Context())
	if err != nil {
		return err
	}
	v := view{Size: head.Size, Root: head.Root.String(), Checkpoint: string(signed), Older: -1}
	if v.Keys, err = p.log.Keys(c.Context()); err != nil {
		return err
	}
	below := head.Size
	if text := c.Query("below"); text != "" {
		if below, err = strconv.ParseInt(text, 10, 64); err != nil || below < 1 || below > head.Size {
			return fault.NotFound("web.not_found")
		}
	}
	from := max(0, below-shown)
	if from > 0 {
		v.Older = from
	}
	var leaves []transparency.Leaf
	err = p.log.DB.View(c.Context(), func(ctx context.Context, r *db.Read) (err error) {
		leaves, err = transparency.Leaves(ctx, r, from, int(below-from))
		return err
	})
	if err != nil {
		return err
	}
	for i := len(leaves) - 1; i >= 0; i-- {
		one, err := rowOf(leaves[i])
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, one)
	}
	b := c.Base("", "log.title")
	b.Description = b.T("log.lead")
	return c.Render(logPage(b, v))
}

func rowOf(l transparency.Leaf) (row, error) {
	var body struct {
		Act        string
		Record     string
		Version    int64
		At         int64
		Commitment string
	}
	err := json.Unmarshal([]byte(l.Body), &body)
	return row{l.Index, body.Act, body.Record, body.Version, when.Instant(body.At), body.Commitment}, err
}

// actText is an act in words; one that this page does not know yet stands by its own name.
func actText(b shell.Base, act string) string {
	key := "log.act_" + strings.ReplaceAll(act, ".", "_")
	if b.Catalog.Has(key) {
		return b.T(key)
	}
	return act
}

func (p *pages) checkpoint(c *web.Ctx) error {
	_, signed, err := p.log.Latest(c.Context())
	if err != nil {
		return err
	}
	return c.Bytes(200, "text/plain; charset=utf-8", signed)
}

func (p *pages) keys(c *web.Ctx) error {
	list, err := p.log.Keys(c.Context())
	if err != nil {
		return err
	}
	return c.Bytes(200, "text/plain; charset=utf-8", []byte(strings.Join(list, "\n")+"\n"))
}

// tile gives a static tile. A full one never changes, so anybody may keep it.
func (p *pages) tile(c *web.Ctx) error {
	body, full, err := p.log.Tile(c.Context(), c.Path("tile"))
	if errors.Is(err, transparency.ErrNoTile) {
		return fault.NotFound("web.not_found").Because(err)
	}
	if err != nil {
		return err
	}
	if full {
		c.W.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	return c.Bytes(200, "application/octet-stream", body)
}

func (p *pages) proof(c *web.Ctx) error {
	index, err := strconv.ParseInt(c.Path("index"), 10, 64)
	if err != nil {
		return fault.NotFound("web.not_found").Because(err)
	}
	proof, err := p.log.Prove(c.Context(), index)
	return file(c, "leaf-"+strconv.FormatInt(index, 10), proof, err)
}

func (p *pages) growth(c *web.Ctx) error {
	size, err := strconv.ParseInt(c.Path("size"), 10, 64)
	if err != nil {
		return fault.NotFound("web.not_found").Because(err)
	}
	grew, err := p.log.Grew(c.Context(), size)
	return file(c, "growth-"+strconv.FormatInt(size, 10), grew, err)
}

func file(c *web.Ctx, name string, proof any, err error) error {
	if errors.Is(err, transparency.ErrNoLeaf) {
		return fault.NotFound("web.not_found").Because(err)
	}
	if err != nil {
		return err
	}
	body, err := transparency.Encode(proof)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="giaoban-`+name+`.proof.json"`)
	return c.Bytes(200, "application/json; charset=utf-8", body)
}
