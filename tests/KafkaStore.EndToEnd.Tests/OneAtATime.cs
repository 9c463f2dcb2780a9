// Brokers and hosts share this machine's two cores; waits are real here.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
