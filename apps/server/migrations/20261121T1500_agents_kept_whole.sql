-- An agent's row is written with every signal, and is a little over the size at which PostgreSQL begins to
-- compress: that cost as much as the write itself. Below half a page it stays as it is; a larger one is compressed,
-- so that its next version finds room on the same page.
alter table agents set (toast_tuple_target = 4000);
