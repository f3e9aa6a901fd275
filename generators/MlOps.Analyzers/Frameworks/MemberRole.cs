namespace MlOps.Analyzers.Frameworks;

/// <summary>What a member of a framework does, as far as a rule asks.</summary>
internal enum MemberRole
{
    /// <summary>Learns from data: what calls it is training code.</summary>
    Fits,

    /// <summary>Changes a model by what it has learned: what calls it is training code.</summary>
    Steps,

    /// <summary>Measures a model with data.</summary>
    Evaluates,

    /// <summary>Applies a model to data.</summary>
    Predicts,

    /// <summary>Reads data: from the file or sequence that its parameter names.</summary>
    Loads,

    /// <summary>Gives the rows that it gets, in another order or place.</summary>
    KeepsRows,

    /// <summary>Gives some of the rows that it gets.</summary>
    TakesRows,

    /// <summary>Divides data into a part to learn from and a part to measure with.</summary>
    Splits,

    /// <summary>Makes a trainer that draws no random numbers of its context.</summary>
    NeedsNoSeed,

    /// <summary>Draws on the random numbers of its context: trainers, shuffles.</summary>
    Randomises,

    /// <summary>Makes a step whose fit takes statistics of the data: means, bounds, words.</summary>
    LearnsStatistics,

    /// <summary>Makes a trainer that gives other results with every run, unless it has one thread.</summary>
    TrainsWithThreads,

    /// <summary>Joins columns to the one that a trainer learns from.</summary>
    Concatenates,

    /// <summary>Gives a column another name or type.</summary>
    Renames,

    /// <summary>Makes a part of a neural network, with random weights.</summary>
    DrawsWeights,

    /// <summary>Writes a value into a run.</summary>
    Logs,

    /// <summary>Reads objects whose types the data names.</summary>
    ReadsAnyType,

    /// <summary>Reads or writes the file of a path.</summary>
    OpensPath,

    /// <summary>Gets a module of Python.</summary>
    ImportsPython,

    /// <summary>Runs code of Python.</summary>
    RunsPython,

    /// <summary>A generator of random numbers that all code shares, and nobody gives a seed.</summary>
    SharesRandom,

    /// <summary>Calls a lambda on several threads at once.</summary>
    RunsInParallel,

    /// <summary>Calls a lambda once, on another thread.</summary>
    StartsTask,

    /// <summary>Registers an object that all requests share.</summary>
    RegistersSingleton,

    /// <summary>Calls a lambda for every request, several at once.</summary>
    HandlesRequests,

    /// <summary>Registers an object that is made anew for those who ask for it.</summary>
    RegistersPerRequest,
}
