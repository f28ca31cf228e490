package conference

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

// MaxPaper bounds one file.
const MaxPaper = 30 << 20

const paperColumns = `id, conference, item, title, file, blob, mime, size, version, uploaded_at, uploaded_by, released_at`

func scanPaper(s db.Scanner, p *Paper) error {
	return s.Scan(&p.ID, &p.Conference, &p.Item, &p.Title, &p.File, &p.Blob, &p.MIME, &p.Size, &p.Version, &p.UploadedAt, &p.UploadedBy, &p.ReleasedAt)
}

// office names the three kinds of Office file by what their package holds.
func office(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	for _, f := range z.File {
		switch {
		case strings.HasPrefix(f.Name, "word/"):
			return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case strings.HasPrefix(f.Name, "xl/"):
			return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case strings.HasPrefix(f.Name, "ppt/"):
			return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
		case f.Name == "mimetype":
			if r, err := f.Open(); err == nil {
				text, _ := io.ReadAll(io.LimitReader(r, 100))
				r.Close()
				switch kind := strings.TrimSpace(string(text)); kind { // it becomes a header of the download: only known words
				case "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.presentation":
					return kind
				}
			}
		}
	}
	return ""
}

// sniff tells a file's kind by its content: PDF, Office (new and old), OpenDocument; "" for anything else, whatever its name says.
func sniff(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return "application/pdf"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return office(data)
	case bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}):
		return "application/x-ole-storage"
	}
	return ""
}

// NewPaper is a file to keep.
type NewPaper struct {
	Item    ident.ID         // 0 = the whole conference
	Secrecy document.Secrecy // as the uploader says; a marked paper is refused
	Title   string           // "" takes the file's name
	File    string
	Data    []byte
	Release bool // sites see it at once
}

// AddPaper keeps a file for the conference. A file of the same title in the same item becomes a new version of it.
func (s *Service) AddPaper(ctx context.Context, who actor.Actor, id ident.ID, n NewPaper, key string) (ident.ID, error) {
	tree, err := s.Org.Today(ctx)
	if err != nil {
		return 0, err
	}
	// The right is judged before the file is kept, and again with it.
	if err := s.seen(ctx, who, id, func(_ context.Context, _ *db.Read, c Conference) error { return mayRun(who, c) }); err != nil {
		return 0, err
	}
	p := Paper{ID: s.IDs.New(), Conference: id, Item: n.Item, File: path.Base(strings.ReplaceAll(oneLine(n.File), `\`, "/")),
		Title: oneLine(n.Title), MIME: sniff(n.Data), UploadedAt: s.now(), UploadedBy: who.Name, Version: 1}
	if err := n.Secrecy.Check(document.Carried{Title: p.Title, File: n.File}); err != nil {
		return 0, err
	}
	switch {
	case len(n.Data) == 0:
		return 0, fault.Invalid("file", "conference.paper_empty")
	case len(n.Data) > MaxPaper:
		return 0, fault.TooLarge("file", "conference.paper_large", "max", MaxPaper>>20)
	case p.MIME == "":
		return 0, fault.Invalid("file", "conference.paper_kind")
	}
	if p.Title == "" {
		p.Title = strings.TrimSuffix(p.File, path.Ext(p.File))
	}
	ref, err := s.Blob.Save(n.Data)
	if err != nil {
		return 0, err
	}
	p.Blob, p.Size = ref.ID, ref.Size
	if n.Release {
		p.ReleasedAt = s.now()
	}
	result, _, err := s.DB.Once(ctx, key, "conference.paper", func(ctx context.Context, w *db.Write) (string, error) {
		c, err := s.loadSeen(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		if err := mayRun(who, c); err != nil {
			return "", err
		}
		if !p.Item.Zero() {
			n, err := db.Int(ctx, w, `select count(*) from conference_agenda where id = $1 and conference = $2`, int64(p.Item), int64(id))
			if err != nil {
				return "", err
			}
			if n == 0 {
				return "", fault.Invalid("item", "conference.choose")
			}
		}
		last, err := db.Int(ctx, w, `select max(version) from conference_paper where conference = $1 and item = $2 and title = $3`, int64(id), int64(p.Item), p.Title)
		if err != nil {
			return "", err
		}
		if _, err := w.Exec(ctx, `insert into conference_paper (`+paperColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			int64(p.ID), int64(id), int64(p.Item), p.Title, p.File, p.Blob, p.MIME, p.Size, last+1, int64(p.UploadedAt), p.UploadedBy, int64(p.ReleasedAt)); err != nil {
			return "", err
		}
		return p.ID.String(), s.note(ctx, w, who, "conference.paper", c, p.ID, p, "")
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

// ReleasePapers lets the sites see all papers kept so far.
func (s *Service) ReleasePapers(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	return s.run(ctx, who, id, key, "conference.papers_released", func(ctx context.Context, w *db.Write, _ *Conference) error {
		_, err := w.Exec(ctx, `update conference_paper set released_at = $1 where conference = $2 and released_at = 0`, int64(s.now()), int64(id))
		return err
	})
}

// RemovePaper takes back a paper that was not released yet.
func (s *Service) RemovePaper(ctx context.Context, who actor.Actor, id, paper ident.ID, key string) error {
	return s.run(ctx, who, id, key, "conference.paper_removed", func(ctx context.Context, w *db.Write, _ *Conference) error {
		n, err := w.Exec(ctx, `delete from conference_paper where id = $1 and conference = $2 and released_at = 0`, int64(paper), int64(id))
		if err == nil && n == 0 {
			err = fault.Conflict("conference.paper_released")
		}
		return err
	})
}

// Papers lists the newest version of each paper that the actor may see: hosts all, sites those released.
func (s *Service) Papers(ctx context.Context, who actor.Actor, id ident.ID) ([]Paper, error) {
	var list []Paper
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) error {
		all, err := db.All(ctx, r, scanPaper, `select `+paperColumns+` from conference_paper where conference = $1 order by item, title, version desc`, int64(id))
		if err != nil {
			return err
		}
		mine := mayRun(who, c) == nil
		list = nil
		for _, p := range all {
			if p.ReleasedAt.Zero() && !mine {
				continue
			}
			if n := len(list); n > 0 && list[n-1].Item == p.Item && list[n-1].Title == p.Title {
				continue
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}

// OpenPaper opens the file of a paper that the actor may see. The caller closes it.
func (s *Service) OpenPaper(ctx context.Context, who actor.Actor, id, paper ident.ID) (io.ReadSeekCloser, Paper, error) {
	var p Paper
	err := s.seen(ctx, who, id, func(ctx context.Context, r *db.Read, c Conference) error {
		found := false
		var err error
		p, found, err = db.One(ctx, r, scanPaper, `select `+paperColumns+` from conference_paper where id = $1 and conference = $2`, int64(paper), int64(id))
		if err == nil && (!found || p.ReleasedAt.Zero() && mayRun(who, c) != nil) {
			err = fault.NotFound("conference.paper_not_found")
		}
		return err
	})
	if err != nil {
		return nil, p, err
	}
	file, _, err := s.Blob.Open(p.Blob)
	return file, p, err
}
