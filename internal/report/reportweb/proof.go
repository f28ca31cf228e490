package reportweb

import (
	"strconv"

	"giaoban/internal/fault"
	"giaoban/internal/transparency"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// proof gives the file that proves a version to be in the transparency log.
func (p *pages) proof(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(c.Path("version"), 10, 64)
	if err != nil {
		return fault.NotFound("report.no_such_version").Because(err)
	}
	proof, err := p.report.Proof(c.Context(), c.Actor, r.Filing.ID, version)
	if err != nil {
		return err
	}
	return proofFile(c, r.Filing.ID.String()+"-"+num64(version), proof)
}

func proofFile(c *web.Ctx, name string, proof transparency.Proof) error {
	body, err := transparency.Encode(proof)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="giaoban-`+name+`.proof.json"`)
	return c.Bytes(200, "application/json; charset=utf-8", body)
}

type apiProof struct {
	Format     string   `json:"format"`
	Key        string   `json:"key" doc:"The log's public key: compare it with one had from elsewhere."`
	Checkpoint string   `json:"checkpoint" doc:"Size and root of the log, as a signed note."`
	Index      int64    `json:"index" doc:"The line of the log."`
	Leaf       string   `json:"leaf" doc:"The exact bytes of the line."`
	Path       []string `json:"path" doc:"Hashes from the leaf to the root, in base64."`
	Salt       string   `json:"salt,omitempty"`
	Record     string   `json:"record,omitempty" doc:"The exact bytes that the leaf commits to."`
}

func showProof(p transparency.Proof) *api.Answer[apiProof] {
	out := apiProof{Format: p.Format, Key: p.Key, Checkpoint: p.Checkpoint, Index: p.Index, Leaf: p.Leaf, Path: []string{}, Salt: p.Salt, Record: p.Record}
	for _, h := range p.Path {
		out.Path = append(out.Path, h.String())
	}
	return &api.Answer[apiProof]{Body: out}
}

func (x API) proof(c *web.Ctx, in *struct {
	FilingIn
	Version int64 `path:"version" minimum:"1"`
}) (*api.Answer[apiProof], error) {
	p, err := x.Report.Proof(c.Context(), c.Actor, in.Filing.Ident(), in.Version)
	if err != nil {
		return nil, err
	}
	return showProof(p), nil
}
