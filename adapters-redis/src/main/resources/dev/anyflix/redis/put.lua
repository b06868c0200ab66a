-- Stores an entry unless the one there is better, and releases the lock of its load.
-- KEYS entry, and its lock where one is released; ARGV value, millis to keep, generation, loadedAt,
-- latest credible loadedAt, highest credible generation, value of the lock or ''.
-- Answers 1 when stored, 0 when the entry there is the better one.
local generation, loaded = stamp(KEYS[1], tonumber(ARGV[6]))
local mine = tonumber(ARGV[3])
local stored = 1
if generation and loaded <= ARGV[5]
    and (generation > mine or (generation == mine and loaded > ARGV[4])) then
  stored = 0
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
if ARGV[7] ~= '' and redis.pcall('GET', KEYS[2]) == ARGV[7] then
  redis.call('DEL', KEYS[2])
end
return {stored}
