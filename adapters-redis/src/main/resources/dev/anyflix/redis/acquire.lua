-- Acquires the lock of a load.
-- KEYS lock, and its entry or nothing; ARGV value of the lock, millis of the lease, generation, most bytes to answer.
-- Answers 1 and the entry, or 0 and the value of the other's lock. A lock of an earlier generation,
-- of another form, or with a longer lease than any load has, is void.
local found = redis.pcall('GETRANGE', KEYS[1], 0, 4096)
if type(found) == 'string' and found ~= ARGV[1] and #found <= 4096 then
  local kind, generation = string.match(found, '^{"(%a+)":"[^"\\]*","generation":(%d+)[,}]')
  local left = redis.call('PTTL', KEYS[1])
  if (kind == 'loading' or kind == 'failed') and #generation <= 15
      and tonumber(generation) >= tonumber(ARGV[3])
      and left > 0 and left <= tonumber(ARGV[2]) then
    return {0, found}
  end
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if not KEYS[2] then
  return {1, ''}
end
local entry = redis.pcall('GETRANGE', KEYS[2], 0, ARGV[4])
if type(entry) ~= 'string' then
  return {1, 'not a string'}
end
return {1, entry}
