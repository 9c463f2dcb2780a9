// Most of them wait for processes, and more at a time than two cores bear would make their limits too short.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 3)]
