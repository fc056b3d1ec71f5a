-- What an agent asks over its protocol, where no hook tells of it.
alter table agents_signals drop constraint agents_signals_source_check;
alter table agents_signals add constraint agents_signals_source_check
  check (source in ('hook', 'transcript', 'terminal', 'process', 'answer', 'protocol'));
