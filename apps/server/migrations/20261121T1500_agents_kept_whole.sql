-- An agent's row is written with every signal, and is a little over the size at which PostgreSQL begins to
-- compress: that cost as much as the write itself. Up to a page it stays as it is.
alter table agents set (toast_tuple_target = 8160);
