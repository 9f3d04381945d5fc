-- name: programme_same_text
-- Another programme of the same words that is in use.
SELECT id FROM programme WHERE digest = ? AND state <> 'void' AND id <> ? ORDER BY id LIMIT 1
-- name: programme_undecided
-- Proposals nobody has judged: sentences proposed as items, heads proposed as key lines.
SELECT count(*) FROM piece WHERE programme = ? AND proposal <> 'none' AND said IS NULL
-- name: programme_live_items
SELECT count(*) FROM item WHERE programme = ? AND state <> 'dropped'
-- name: key_line_open_items
SELECT count(*) FROM item WHERE key_line = ? AND state = 'open'
-- name: key_line_of_piece
SELECT id FROM key_line WHERE piece = ? AND state = 'open' ORDER BY id LIMIT 1
-- name: piece_item_count
SELECT count(*) FROM item_piece p JOIN item i ON i.id = p.item WHERE p.piece = ? AND i.state <> 'dropped'
-- name: item_pieces
SELECT piece FROM item_piece WHERE item = ? ORDER BY id
-- name: item_piece_rows
SELECT count(*) FROM item_piece WHERE item = ?
-- name: programme_parts
-- One row a part: its head, asking sentences, those with an item, undecided proposals. The programme row was read in the actor's scope,
-- and pieces are visible exactly where their programme is.
SELECT part, count(CASE WHEN asks = 1 THEN 1 END), count(CASE WHEN asks = 1 AND item_count > 0 THEN 1 END), count(CASE WHEN proposal <> 'none' AND said IS NULL THEN 1 END) FROM piece WHERE programme = ? GROUP BY part ORDER BY part
-- name: programme_sections
-- One row a section: its head, sentences, undecided proposals. Scope as above.
SELECT section, count(CASE WHEN kind IN ('sentence', 'list_item') THEN 1 END), count(CASE WHEN proposal <> 'none' AND said IS NULL THEN 1 END) FROM piece WHERE programme = ? GROUP BY section ORDER BY section
