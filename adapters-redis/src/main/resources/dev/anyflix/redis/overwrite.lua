-- Stores an entry over a value that cannot be read, unless that has changed.
-- KEYS entry; ARGV value, millis to keep, the value found there, most bytes that are compared.
-- Answers 1 when stored, 0 when there is another value by now.
local found = redis.pcall('GETRANGE', KEYS[1], 0, ARGV[4])
if type(found) == 'string' and found ~= ARGV[3] then
  return {0}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1}
