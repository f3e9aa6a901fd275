using System.Collections.Immutable;
using static MlOps.Analyzers.Frameworks.MemberRole;

namespace MlOps.Analyzers.Frameworks;

/// <summary>
/// All that the rules know of frameworks: a row a member. To teach them another one, add rows; to let rules look at a framework
/// at all, add its assembly.
/// </summary>
internal static class FrameworkTable
{
    /// <summary>How the names of assemblies begin whose users train, evaluate or serve models.</summary>
    public static readonly ImmutableArray<string> Assemblies = ["MlOps.Abstractions", "Microsoft.ML", "TorchSharp"];

    /// <summary>The members.</summary>
    public static readonly ImmutableArray<KnownMember> Members =
    [
        // Runs of ours
        new("MlOps.Run", "LogParam", Logs, "value"),
        new("MlOps.Run", "SetTag", Logs, "value"),
        new("MlOps.Run", "SetNote", Logs, "text"),
        new("MlOps.Run", "LogText", Logs, "text"),

        // .NET
        new("System.Random", "Shared", SharesRandom),
        new("System.Linq.Enumerable", "AsEnumerable", KeepsRows, "source"),
        new("System.Linq.Enumerable", "OrderBy", KeepsRows, "source"),
        new("System.Linq.Enumerable", "ToArray", KeepsRows, "source"),
        new("System.Linq.Enumerable", "ToList", KeepsRows, "source"),

        // Math.NET
        new("MathNet.Numerics.Random.SystemRandomSource", "Default", SharesRandom),
        new("MathNet.Numerics.Random.MersenneTwister", "Default", SharesRandom),

        // ML.NET: data and models
        new("Microsoft.ML.IEstimator`1", "Fit", Fits, "input"),
        new("Microsoft.ML.Trainers.TrainerEstimatorBase`2", "Fit", Fits),
        new("Microsoft.ML.BinaryClassificationCatalog", "CrossValidate", Fits, "data"),
        new("Microsoft.ML.BinaryClassificationCatalog", "CrossValidateNonCalibrated", Fits, "data"),
        new("Microsoft.ML.MulticlassClassificationCatalog", "CrossValidate", Fits, "data"),
        new("Microsoft.ML.RegressionCatalog", "CrossValidate", Fits, "data"),
        new("Microsoft.ML.RankingCatalog", "CrossValidate", Fits, "data"),
        new("Microsoft.ML.ClusteringCatalog", "CrossValidate", Fits, "data"),
        new("Microsoft.ML.ITransformer", "Transform", Predicts, "input"),
        new("Microsoft.ML.BinaryClassificationCatalog", "Evaluate", Evaluates, "data"),
        new("Microsoft.ML.BinaryClassificationCatalog", "EvaluateNonCalibrated", Evaluates, "data"),
        new("Microsoft.ML.MulticlassClassificationCatalog", "Evaluate", Evaluates, "data"),
        new("Microsoft.ML.RegressionCatalog", "Evaluate", Evaluates, "data"),
        new("Microsoft.ML.RankingCatalog", "Evaluate", Evaluates, "data"),
        new("Microsoft.ML.DataOperationsCatalog", "LoadFromEnumerable", Loads, "data"),
        new("Microsoft.ML.TextLoaderSaverCatalog", "LoadFromTextFile", Loads, "path"),
        new("Microsoft.ML.BinaryLoaderSaverCatalog", "LoadFromBinary", Loads, "path"),
        new("Microsoft.ML.DataOperationsCatalog", "Cache", KeepsRows, "input"),
        new("Microsoft.ML.DataOperationsCatalog", "ShuffleRows", KeepsRows, "input"),
        new("Microsoft.ML.DataOperationsCatalog", "FilterRowsByColumn", TakesRows, "input"),
        new("Microsoft.ML.DataOperationsCatalog", "FilterRowsByKeyColumnFraction", TakesRows, "input"),
        new("Microsoft.ML.DataOperationsCatalog", "FilterRowsByMissingValues", TakesRows, "input"),
        new("Microsoft.ML.DataOperationsCatalog", "SkipRows", TakesRows, "input"),
        new("Microsoft.ML.DataOperationsCatalog", "TakeRows", TakesRows, "input"),
        new("Microsoft.ML.DataOperationsCatalog", "TrainTestSplit", Splits, "data"),
        new("Microsoft.ML.DataOperationsCatalog", "CrossValidationSplit", Splits, "data"),
        new("Microsoft.ML.DataOperationsCatalog", "ShuffleRows", Randomises, "input"),
        new("Microsoft.ML.DataOperationsCatalog", "BootstrapSample", Randomises, "input"),
        new("Microsoft.ML.KernelExpansionCatalog", "ApproximatedKernelMap", Randomises),
        new("Microsoft.ML.BinaryClassificationCatalog", "Trainers", Randomises),
        new("Microsoft.ML.MulticlassClassificationCatalog", "Trainers", Randomises),
        new("Microsoft.ML.RegressionCatalog", "Trainers", Randomises),
        new("Microsoft.ML.RankingCatalog", "Trainers", Randomises),
        new("Microsoft.ML.ClusteringCatalog", "Trainers", Randomises),
        new("Microsoft.ML.AnomalyDetectionCatalog", "Trainers", Randomises),
        new("Microsoft.ML.RecommendationCatalog", "Trainers", Randomises),
        new("Microsoft.ML.AutoML.MLContextExtension", "Auto", Randomises),

        // ML.NET: steps that learn. Keys are left out: MapValueToKey only gives names numbers.
        new("Microsoft.ML.NormalizationCatalog", "NormalizeMinMax", LearnsStatistics),
        new("Microsoft.ML.NormalizationCatalog", "NormalizeMeanVariance", LearnsStatistics),
        new("Microsoft.ML.NormalizationCatalog", "NormalizeLogMeanVariance", LearnsStatistics),
        new("Microsoft.ML.NormalizationCatalog", "NormalizeBinning", LearnsStatistics),
        new("Microsoft.ML.NormalizationCatalog", "NormalizeSupervisedBinning", LearnsStatistics),
        new("Microsoft.ML.NormalizationCatalog", "NormalizeRobustScaling", LearnsStatistics),
        new("Microsoft.ML.ExtensionsCatalog", "ReplaceMissingValues", LearnsStatistics, OnlyWith: "replacementMode"),
        new("Microsoft.ML.TextCatalog", "FeaturizeText", LearnsStatistics),
        new("Microsoft.ML.TextCatalog", "ProduceWordBags", LearnsStatistics),
        new("Microsoft.ML.TextCatalog", "ProduceNgrams", LearnsStatistics),
        new("Microsoft.ML.TextCatalog", "LatentDirichletAllocation", LearnsStatistics),
        new("Microsoft.ML.CategoricalCatalog", "OneHotEncoding", LearnsStatistics),
        new("Microsoft.ML.PcaCatalog", "ProjectToPrincipalComponents", LearnsStatistics),
        new("Microsoft.ML.FeatureSelectionCatalog", "SelectFeaturesBasedOnCount", LearnsStatistics),
        new("Microsoft.ML.FeatureSelectionCatalog", "SelectFeaturesBasedOnMutualInformation", LearnsStatistics),
        new("Microsoft.ML.MklComponentsCatalog", "VectorWhiten", LearnsStatistics),

        // ML.NET: columns
        new("Microsoft.ML.TransformExtensionsCatalog", "Concatenate", Concatenates),
        new("Microsoft.ML.TransformExtensionsCatalog", "CopyColumns", Renames),
        new("Microsoft.ML.ConversionsExtensionsCatalog", "MapValueToKey", Renames),
        new("Microsoft.ML.ConversionsExtensionsCatalog", "ConvertType", Renames),

        // ML.NET: trainers
        new("Microsoft.ML.StandardTrainersCatalog", "Sdca", TrainsWithThreads),
        new("Microsoft.ML.StandardTrainersCatalog", "SdcaLogisticRegression", TrainsWithThreads),
        new("Microsoft.ML.StandardTrainersCatalog", "SdcaNonCalibrated", TrainsWithThreads),
        new("Microsoft.ML.StandardTrainersCatalog", "SdcaMaximumEntropy", TrainsWithThreads),
        new("Microsoft.ML.StandardTrainersCatalog", "SgdCalibrated", TrainsWithThreads),
        new("Microsoft.ML.StandardTrainersCatalog", "SgdNonCalibrated", TrainsWithThreads),
        new("Microsoft.ML.MklComponentsCatalog", "SymbolicSgdLogisticRegression", TrainsWithThreads),
        new("Microsoft.ML.KMeansClusteringExtensions", "KMeans", TrainsWithThreads),

        // ML.NET: trainers that draw nothing, or with a fixed seed of their own; of those around others, the others draw.
        new("Microsoft.ML.TreeExtensions", "FastTree", NeedsNoSeed),
        new("Microsoft.ML.TreeExtensions", "FastForest", NeedsNoSeed),
        new("Microsoft.ML.TreeExtensions", "FastTreeTweedie", NeedsNoSeed),
        new("Microsoft.ML.TreeExtensions", "Gam", NeedsNoSeed),
        new("Microsoft.ML.StandardTrainersCatalog", "LbfgsLogisticRegression", NeedsNoSeed),
        new("Microsoft.ML.StandardTrainersCatalog", "LbfgsMaximumEntropy", NeedsNoSeed),
        new("Microsoft.ML.StandardTrainersCatalog", "LbfgsPoissonRegression", NeedsNoSeed),
        new("Microsoft.ML.StandardTrainersCatalog", "NaiveBayes", NeedsNoSeed),
        new("Microsoft.ML.StandardTrainersCatalog", "Prior", NeedsNoSeed),
        new("Microsoft.ML.StandardTrainersCatalog", "OneVersusAll", NeedsNoSeed),
        new("Microsoft.ML.StandardTrainersCatalog", "PairwiseCoupling", NeedsNoSeed),
        new("Microsoft.ML.MklComponentsCatalog", "Ols", NeedsNoSeed),
        new("Microsoft.ML.LightGbmExtensions", "LightGbm", NeedsNoSeed), // It draws only where its options say that it samples.

        // TorchSharp
        new("TorchSharp.torch+optim+Optimizer", "step", Steps),
        new("TorchSharp.torch+nn", "Linear", DrawsWeights),
        new("TorchSharp.torch+nn", "Bilinear", DrawsWeights),
        new("TorchSharp.torch+nn", "Conv1d", DrawsWeights),
        new("TorchSharp.torch+nn", "Conv2d", DrawsWeights),
        new("TorchSharp.torch+nn", "Conv3d", DrawsWeights),
        new("TorchSharp.torch+nn", "ConvTranspose1d", DrawsWeights),
        new("TorchSharp.torch+nn", "ConvTranspose2d", DrawsWeights),
        new("TorchSharp.torch+nn", "ConvTranspose3d", DrawsWeights),
        new("TorchSharp.torch+nn", "Embedding", DrawsWeights),
        new("TorchSharp.torch+nn", "EmbeddingBag", DrawsWeights),
        new("TorchSharp.torch+nn", "LSTM", DrawsWeights),
        new("TorchSharp.torch+nn", "LSTMCell", DrawsWeights),
        new("TorchSharp.torch+nn", "GRU", DrawsWeights),
        new("TorchSharp.torch+nn", "GRUCell", DrawsWeights),
        new("TorchSharp.torch+nn", "RNN", DrawsWeights),
        new("TorchSharp.torch+nn", "RNNCell", DrawsWeights),
        new("TorchSharp.torch+nn", "MultiheadAttention", DrawsWeights),
        new("TorchSharp.torch+nn", "Transformer", DrawsWeights),
        new("TorchSharp.torch+nn", "TransformerEncoderLayer", DrawsWeights),
        new("TorchSharp.torch+nn", "TransformerDecoderLayer", DrawsWeights),
        new("TorchSharp.torchvision+models", "*", DrawsWeights),

        // Deserializers of .NET that make what the data asks for
        new("System.Runtime.Serialization.Formatters.Binary.BinaryFormatter", "Deserialize", ReadsAnyType),
        new("System.Runtime.Serialization.Formatters.Soap.SoapFormatter", "Deserialize", ReadsAnyType),
        new("System.Runtime.Serialization.NetDataContractSerializer", "Deserialize", ReadsAnyType),
        new("System.Runtime.Serialization.NetDataContractSerializer", "ReadObject", ReadsAnyType),
        new("System.Web.UI.LosFormatter", "Deserialize", ReadsAnyType),
        new("System.Web.UI.ObjectStateFormatter", "Deserialize", ReadsAnyType),

        // What opens files
        new("MlOps.Run", "LogFile", OpensPath),
        new("MlOps.Run", "LogFolder", OpensPath),
        new("MlOps.Run", "LogText", OpensPath),
        new("MlOps.Run", "LogBytes", OpensPath),
        new("MlOps.Run", "LogStream", OpensPath),
        new("Microsoft.ML.ModelOperationsCatalog", "Save", OpensPath),
        new("Microsoft.ML.ModelOperationsCatalog", "Load", OpensPath),
        new("Microsoft.ML.OnnxRuntime.InferenceSession", ".ctor", OpensPath),
        new("TorchSharp.torch", "load", OpensPath),
        new("TorchSharp.torch", "save", OpensPath),
        new("TorchSharp.torch+jit", "load", OpensPath),
        new("TorchSharp.torch+nn+Module", "load", OpensPath),
        new("TorchSharp.torch+nn+Module", "save", OpensPath),
        new("System.IO.FileStream", ".ctor", OpensPath),
        new("System.IO.StreamReader", ".ctor", OpensPath),
        new("System.IO.StreamWriter", ".ctor", OpensPath),
        new("System.IO.File", "*", OpensPath),

        // Python
        new("Python.Runtime.Py", "Import", ImportsPython),
        new("Python.Runtime.PyModule", "Import", ImportsPython),
        new("Python.Runtime.PythonEngine", "ImportModule", ImportsPython),
        new("IronPython.Hosting.Python", "ImportModule", ImportsPython),
        new("Python.Runtime.PythonEngine", "Exec", RunsPython),
        new("Python.Runtime.PythonEngine", "RunSimpleString", RunsPython),
        new("Python.Runtime.PyModule", "Exec", RunsPython),
        new("Python.Runtime.PyScope", "Exec", RunsPython),
        new("Microsoft.Scripting.Hosting.ScriptEngine", "Execute", RunsPython),
        new("Microsoft.Scripting.Hosting.ScriptEngine", "CreateScriptSourceFromString", RunsPython),

        // .NET: threads
        new("System.Threading.Tasks.Parallel", "*", RunsInParallel),
        new("System.Linq.ParallelEnumerable", "*", RunsInParallel),
        new("System.Threading.Tasks.Task", "Run", StartsTask),
        new("System.Threading.Tasks.TaskFactory", "StartNew", StartsTask),

        // ASP.NET Core
        new("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions", "*", HandlesRequests),
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddScoped", RegistersPerRequest),
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddTransient", RegistersPerRequest),
        new("Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions", "TryAddScoped", RegistersPerRequest),
        new("Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions", "TryAddTransient", RegistersPerRequest),
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddSingleton", RegistersSingleton),
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddKeyedSingleton", RegistersSingleton),
        new("Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions", "TryAddSingleton", RegistersSingleton),
        new("Microsoft.Extensions.DependencyInjection.ServiceDescriptor", "Singleton", RegistersSingleton),
    ];

    /// <summary>The members with a role.</summary>
    public static ImmutableArray<KnownMember> With(MemberRole role) => [.. Members.Where(member => member.Role == role)];
}
