-- +goose Up
-- Where an item is filed: two steps, data of the installation. These few are a beginning.
create table news_category (
  code text primary key,
  parent text not null default '',             -- code of the first step, '' for a first step
  ord integer not null,
  name_vi text not null,
  name_en text not null
) strict;
insert into news_category (code, parent, ord, name_vi, name_en) values
  ('hoi-nghi', '', 1, 'Hội nghị', 'Conferences'),
  ('tin-tu-diem-cau', 'hoi-nghi', 1, 'Tin từ điểm cầu', 'From the sites'),
  ('ket-luan', 'hoi-nghi', 2, 'Kết luận, nhiệm vụ', 'Conclusions and tasks'),
  ('chinh-tri-xa-hoi', '', 2, 'Chính trị - Xã hội', 'Politics and society'),
  ('theo-dong-thoi-su', 'chinh-tri-xa-hoi', 1, 'Theo dòng thời sự', 'Current affairs'),
  ('bau-cu', 'chinh-tri-xa-hoi', 2, 'Bầu cử', 'Elections'),
  ('xay-dung-dang', '', 3, 'Xây dựng Đảng', 'Party building'),
  ('to-chuc-can-bo', 'xay-dung-dang', 1, 'Tổ chức, cán bộ', 'Organisation and posts'),
  ('mo-hinh-cach-lam', 'xay-dung-dang', 2, 'Mô hình, cách làm hay', 'Good practice');

-- The part that is the same on every site's page of one conference; the first host's editor writes it.
create table news_central (
  conference integer primary key,
  unit integer not null,                       -- the first host
  source text not null,                        -- as the editor typed it, where that is plain text; else the body
  body text not null,                          -- sanitised HTML
  updated_at integer not null,
  updated_by text not null,
  version integer not null default 1
) strict;

create table news_item (
  id integer primary key,
  conference integer not null,
  site integer not null,                       -- 0: the host, without a site of its own
  unit integer not null,
  unit_name text not null,                     -- as on the day of the conference
  status text not null check (status in ('draft', 'published', 'corrected', 'withdrawn')),
  category text not null references news_category (code),
  title text not null,
  lead text not null,
  source text not null,
  body text not null,
  byline text not null,
  published_at integer not null default 0,     -- to the minute; 0 for a draft
  withdrawn_at integer not null default 0,
  withdrawn_note text not null default '',
  created_at integer not null,
  created_by text not null,
  updated_at integer not null,
  updated_by text not null,
  folded text not null,                        -- headline and lead as search compares them
  version integer not null default 1
) strict;
create index news_item_published on news_item (published_at, id);
create index news_item_unit on news_item (unit, published_at);
create index news_item_conference on news_item (conference, published_at);

-- What was put right after publication: in one item, or (item 0) in the central block of a conference.
create table news_correction (
  id integer primary key,
  conference integer not null,
  item integer not null,
  at integer not null,
  by_name text not null,
  note text not null
) strict;
create index news_correction_item on news_correction (item, at);
create index news_correction_conference on news_correction (conference, at);

create table news_photo (
  id integer primary key,
  item integer not null references news_item (id),
  ord integer not null,
  caption text not null,
  alt text not null,                           -- what is to be seen, in words
  credit text not null,
  uploaded_at integer not null,
  uploaded_by text not null
) strict;
create index news_photo_item on news_photo (item, ord);

-- One row for each width in which a photo is kept.
create table news_photo_file (
  photo integer not null references news_photo (id),
  width integer not null,
  height integer not null,
  blob text not null,
  size integer not null,
  primary key (photo, width)
) strict;
