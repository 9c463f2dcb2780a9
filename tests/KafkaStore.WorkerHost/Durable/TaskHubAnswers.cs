namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>Questions of the durable client as the backend reads them, and its answers as the client does.</summary>
internal static class TaskHubAnswers
{
    public static P.EntityMetadata ToProto(EntityBackendQueries.EntityMetadata entity) =>
        new()
        {
            InstanceId = entity.EntityId.ToString(),
            LastModifiedTime = ToTimestamp(entity.LastModifiedTime),
            BacklogQueueSize = entity.BacklogQueueSize,
            LockedBy = entity.LockedBy,
            SerializedState = entity.SerializedState,
        };

    public static EntityBackendQueries.EntityQuery ToCore(P.EntityQuery query) =>
        new()
        {
            InstanceIdStartsWith = query.InstanceIdStartsWith,
            LastModifiedFrom = query.LastModifiedFrom?.ToDateTime(),
            LastModifiedTo = query.LastModifiedTo?.ToDateTime(),
            IncludeState = query.IncludeState,
            IncludeTransient = query.IncludeTransient,
            PageSize = query.PageSize,
            ContinuationToken = query.ContinuationToken,
        };

    public static P.OrchestrationState ToProto(OrchestrationState state, bool withInputsAndOutputs) =>
        new()
        {
            InstanceId = state.OrchestrationInstance.InstanceId,
            Name = state.Name,
            Version = state.Version,
            OrchestrationStatus = (P.OrchestrationStatus)state.OrchestrationStatus,
            CreatedTimestamp = ToTimestamp(state.CreatedTime),
            LastUpdatedTimestamp = ToTimestamp(state.LastUpdatedTime),
            Input = withInputsAndOutputs ? state.Input : null,
            Output = withInputsAndOutputs ? state.Output : null,
            CustomStatus = withInputsAndOutputs ? state.Status : null,
            FailureDetails = withInputsAndOutputs ? Failures.ToProto(state.FailureDetails) : null,
        };

    public static OrchestrationQuery ToCore(P.InstanceQuery query) =>
        new()
        {
            RuntimeStatus = Statuses(query.RuntimeStatus),
            CreatedTimeFrom = query.CreatedTimeFrom?.ToDateTime(),
            CreatedTimeTo = query.CreatedTimeTo?.ToDateTime(),
            PageSize = query.MaxInstanceCount,
            ContinuationToken = query.ContinuationToken,
            InstanceIdPrefix = query.InstanceIdPrefix,
            FetchInputsAndOutputs = query.FetchInputsAndOutputs,
            ExcludeEntities = true,
        };

    public static PurgeInstanceFilter ToCore(P.PurgeInstanceFilter filter) =>
        new(filter.CreatedTimeFrom?.ToDateTime() ?? DateTime.UnixEpoch, filter.CreatedTimeTo?.ToDateTime(), Statuses(filter.RuntimeStatus));

    // The backend takes none for all, and no empty list.
    private static List<OrchestrationStatus>? Statuses(IReadOnlyCollection<P.OrchestrationStatus> statuses) =>
        statuses.Count == 0 ? null : [.. statuses.Select(status => (OrchestrationStatus)status)];

    private static Timestamp ToTimestamp(DateTime time) => Timestamp.FromDateTime(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
